package dev.gantry.node.serviceaddress;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * From Services and EndpointSlices to the ports the host serves. Pure; O(services + endpoints).
 *
 * <p>Ready endpoints serve; where there is none, those that are terminating but still serving do.
 * Headless and ExternalName Services have no virtual address and no rules.
 */
public final class ServiceTable {

    private static final String SERVICE_NAME = "kubernetes.io/service-name";

    private ServiceTable() {}

    /**
     * @param onHost endpoints of Services that this host itself serves, such as the API; by {@code
     *     namespace/name:port-number/protocol}
     */
    public static List<ServicePort> of(
            Collection<Service> services,
            Collection<EndpointSlice> slices,
            Map<String, ServicePort.Endpoint> onHost) {
        Map<String, List<EndpointSlice>> byService =
                slices.stream()
                        .filter(s -> "IPv4".equals(s.getAddressType()))
                        .filter(s -> serviceOf(s) != null)
                        .collect(
                                Collectors.groupingBy(
                                        s ->
                                                key(
                                                        s.getMetadata().getNamespace(),
                                                        Objects.requireNonNull(serviceOf(s)))));
        return services.stream()
                .filter(ServiceTable::isVirtual)
                .sorted(Comparator.comparing(s -> key(s)))
                .flatMap(s -> ports(s, byService.getOrDefault(key(s), List.of()), onHost))
                .toList();
    }

    private static @Nullable String serviceOf(EndpointSlice slice) {
        Map<String, String> labels = slice.getMetadata().getLabels();
        return labels == null ? null : labels.get(SERVICE_NAME);
    }

    private static boolean isVirtual(Service service) {
        String address = service.getSpec().getClusterIP();
        return !"ExternalName".equals(service.getSpec().getType())
                && address != null
                && !address.isEmpty()
                && !address.equals("None");
    }

    private static Stream<ServicePort> ports(
            Service service, List<EndpointSlice> slices, Map<String, ServicePort.Endpoint> onHost) {
        List<ServicePort> ports = new ArrayList<>();
        for (var port : service.getSpec().getPorts()) {
            String protocol = lower(port.getProtocol());
            String id = key(service) + ":" + port.getPort();
            ServicePort.Endpoint host = onHost.get(id + "/" + protocol);
            ports.add(
                    new ServicePort(
                            id,
                            protocol,
                            addresses(service),
                            port.getPort(),
                            port.getNodePort() == null ? 0 : port.getNodePort(),
                            affinity(service),
                            host != null
                                    ? List.of(host)
                                    : endpoints(port.getName(), protocol, slices)));
        }
        return ports.stream();
    }

    private static List<String> addresses(Service service) {
        Set<String> all = new LinkedHashSet<>();
        all.add(service.getSpec().getClusterIP());
        all.addAll(service.getSpec().getExternalIPs());
        if (service.getStatus() != null && service.getStatus().getLoadBalancer() != null) {
            service.getStatus().getLoadBalancer().getIngress().stream()
                    .filter(i -> i.getIp() != null && !i.getIp().startsWith("127."))
                    .forEach(i -> all.add(i.getIp()));
        }
        all.removeIf(address -> address.contains(":"));
        return List.copyOf(all);
    }

    private static int affinity(Service service) {
        if (!"ClientIP".equals(service.getSpec().getSessionAffinity())) {
            return 0;
        }
        var config = service.getSpec().getSessionAffinityConfig();
        return config == null || config.getClientIP() == null
                ? 10800
                : Objects.requireNonNullElse(config.getClientIP().getTimeoutSeconds(), 10800);
    }

    private static List<ServicePort.Endpoint> endpoints(
            @Nullable String portName, String protocol, List<EndpointSlice> slices) {
        List<ServicePort.Endpoint> ready =
                select(portName, protocol, slices, ServiceTable::isReady);
        return ready.isEmpty()
                ? select(portName, protocol, slices, ServiceTable::isServing)
                : ready;
    }

    private static List<ServicePort.Endpoint> select(
            @Nullable String portName,
            String protocol,
            List<EndpointSlice> slices,
            Predicate<Endpoint> usable) {
        List<ServicePort.Endpoint> found = new ArrayList<>();
        for (EndpointSlice slice : slices) {
            for (EndpointPort port : slice.getPorts()) {
                if (port.getPort() != null
                        && name(port.getName()).equals(name(portName))
                        && lower(port.getProtocol()).equals(protocol)) {
                    slice.getEndpoints().stream()
                            .filter(usable)
                            .forEach(
                                    e ->
                                            found.add(
                                                    new ServicePort.Endpoint(
                                                            e.getAddresses().get(0),
                                                            port.getPort())));
                }
            }
        }
        return found.stream()
                .distinct()
                .sorted(
                        Comparator.comparing(ServicePort.Endpoint::address)
                                .thenComparing(ServicePort.Endpoint::port))
                .toList();
    }

    private static boolean isReady(Endpoint endpoint) {
        EndpointConditions conditions = endpoint.getConditions();
        return conditions == null || !Boolean.FALSE.equals(conditions.getReady());
    }

    private static boolean isServing(Endpoint endpoint) {
        EndpointConditions conditions = endpoint.getConditions();
        return conditions != null
                && Boolean.TRUE.equals(conditions.getTerminating())
                && Boolean.TRUE.equals(conditions.getServing());
    }

    private static String name(@Nullable String portName) {
        return portName == null ? "" : portName;
    }

    private static String lower(@Nullable String protocol) {
        return protocol == null ? "tcp" : protocol.toLowerCase(Locale.ROOT);
    }

    private static String key(Service service) {
        return key(service.getMetadata().getNamespace(), service.getMetadata().getName());
    }

    private static String key(String namespace, String name) {
        return namespace + "/" + name;
    }
}
