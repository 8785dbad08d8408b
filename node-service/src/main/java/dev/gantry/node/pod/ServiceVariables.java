package dev.gantry.node.pod;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The variables by which a container finds Services without DNS: {@code STORE_SERVICE_HOST} and so
 * on. Pure. Kubernetes documentation, "Service", section "Environment variables".
 */
final class ServiceVariables {

    private ServiceVariables() {}

    /**
     * @param links false for the API's own Service only
     */
    static Map<String, String> of(List<Service> services, String namespace, boolean links) {
        Map<String, String> out = new LinkedHashMap<>();
        services.stream()
                .filter(s -> hasAddress(s) && (isApi(s) || (links && isIn(s, namespace))))
                .sorted(Comparator.comparing(s -> s.getMetadata().getName()))
                .forEach(s -> add(s, out));
        return out;
    }

    private static boolean hasAddress(Service service) {
        String address = service.getSpec().getClusterIP();
        return address != null && !address.isEmpty() && !address.equals("None");
    }

    private static boolean isApi(Service service) {
        return service.getMetadata().getName().equals("kubernetes") && isIn(service, "default");
    }

    private static boolean isIn(Service service, String namespace) {
        return service.getMetadata().getNamespace().equals(namespace);
    }

    private static void add(Service service, Map<String, String> out) {
        List<ServicePort> ports =
                Objects.requireNonNullElse(service.getSpec().getPorts(), List.of());
        if (ports.isEmpty()) {
            return;
        }
        String name = upper(service.getMetadata().getName());
        String address = service.getSpec().getClusterIP();
        out.put(name + "_SERVICE_HOST", address);
        out.put(name + "_SERVICE_PORT", ports.get(0).getPort().toString());
        for (ServicePort port : ports) {
            if (port.getName() != null && !port.getName().isEmpty()) {
                out.put(name + "_SERVICE_PORT_" + upper(port.getName()), port.getPort().toString());
            }
        }
        out.put(name + "_PORT", url(ports.get(0), address));
        ports.forEach(port -> links(name, port, address, out));
    }

    private static void links(
            String name, ServicePort port, String address, Map<String, String> out) {
        String protocol = Objects.requireNonNullElse(port.getProtocol(), "TCP");
        String prefix = name + "_PORT_" + port.getPort() + "_" + protocol;
        out.put(prefix, url(port, address));
        out.put(prefix + "_PROTO", protocol.toLowerCase(Locale.ROOT));
        out.put(prefix + "_PORT", port.getPort().toString());
        out.put(prefix + "_ADDR", address);
    }

    private static String url(ServicePort port, String address) {
        String protocol = Objects.requireNonNullElse(port.getProtocol(), "TCP");
        return protocol.toLowerCase(Locale.ROOT) + "://" + address + ":" + port.getPort();
    }

    private static String upper(String name) {
        return name.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
    }
}
