package dev.gantry.reconciler.endpointslice;

import dev.gantry.reconciler.pods.Pods;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which pods count for a Service, at which addresses and ports. Pure. */
final class Backends {

    static final String IPV4 = "IPv4";
    static final String IPV6 = "IPv6";

    private Backends() {}

    /** Only Services with a selector, and of a type that has backends, are looked after. */
    static boolean isManaged(Service service) {
        return service.getSpec() != null
                && service.getSpec().getSelector() != null
                && !service.getSpec().getSelector().isEmpty()
                && !"ExternalName".equals(service.getSpec().getType());
    }

    static boolean isHeadless(Service service) {
        return "None".equals(service.getSpec().getClusterIP());
    }

    static boolean publishesNotReady(Service service) {
        return Boolean.TRUE.equals(service.getSpec().getPublishNotReadyAddresses());
    }

    /** Has an address and will still answer. */
    static boolean counts(Pod pod) {
        return !Pods.isFinished(pod) && !addresses(pod).isEmpty();
    }

    /** The families the Service is served in, IPv4 where it does not say. */
    static List<String> families(Service service) {
        List<String> families = service.getSpec().getIpFamilies();
        return families == null || families.isEmpty() ? List.of(IPV4) : families;
    }

    static List<String> addresses(Pod pod, String family) {
        return addresses(pod).stream()
                .filter(ip -> (ip.indexOf(':') >= 0) == family.equals(IPV6))
                .toList();
    }

    private static List<String> addresses(Pod pod) {
        if (pod.getStatus() == null) {
            return List.of();
        }
        List<String> all = new ArrayList<>();
        for (PodIP ip : pod.getStatus().getPodIPs()) {
            all.add(ip.getIp());
        }
        if (all.isEmpty() && pod.getStatus().getPodIP() != null) {
            all.add(pod.getStatus().getPodIP());
        }
        all.removeIf(String::isEmpty);
        return all;
    }

    /** The hostname that the cluster's DNS gives the pod under the Service; null for none. */
    static @Nullable String hostname(Pod pod, Service service) {
        String hostname = pod.getSpec().getHostname();
        boolean under =
                service.getMetadata().getName().equals(pod.getSpec().getSubdomain())
                        && service.getMetadata()
                                .getNamespace()
                                .equals(pod.getMetadata().getNamespace());
        return hostname != null && !hostname.isEmpty() && under ? hostname : null;
    }

    /** One port of a Service as a pod serves it. */
    record Port(String name, int number, String protocol, @Nullable String appProtocol) {}

    /** A port whose name the pod does not have is left out. */
    static List<Port> ports(Service service, Pod pod) {
        List<Port> ports = new ArrayList<>();
        for (ServicePort port : service.getSpec().getPorts()) {
            Integer number = number(port, pod);
            if (number != null) {
                ports.add(
                        new Port(
                                port.getName() == null ? "" : port.getName(),
                                number,
                                protocol(port.getProtocol()),
                                port.getAppProtocol()));
            }
        }
        return ports;
    }

    private static String protocol(@Nullable String protocol) {
        return protocol == null ? "TCP" : protocol;
    }

    private static @Nullable Integer number(ServicePort port, Pod pod) {
        IntOrString target = port.getTargetPort();
        if (target == null || (target.getIntVal() != null && target.getIntVal() == 0)) {
            return port.getPort();
        }
        if (target.getIntVal() != null) {
            return target.getIntVal();
        }
        return containers(pod)
                .flatMap(c -> c.getPorts().stream())
                .filter(p -> target.getStrVal().equals(p.getName()))
                .filter(p -> protocol(p.getProtocol()).equals(protocol(port.getProtocol())))
                .map(ContainerPort::getContainerPort)
                .findFirst()
                .orElse(null);
    }

    /** Containers and sidecars. */
    private static Stream<Container> containers(Pod pod) {
        return Stream.concat(
                pod.getSpec().getContainers().stream(),
                pod.getSpec().getInitContainers().stream()
                        .filter(c -> "Always".equals(c.getRestartPolicy())));
    }
}
