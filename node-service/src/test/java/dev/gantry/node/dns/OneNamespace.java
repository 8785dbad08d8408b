package dev.gantry.node.dns;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The namespace default with Services web, db (headless), empty (headless) and out. */
final class OneNamespace implements ClusterNames {

    private final List<Service> services;
    private final EndpointSlice slice =
            new EndpointSliceBuilder()
                    .withAddressType("IPv4")
                    .withNewMetadata()
                    .withName("db-1")
                    .withNamespace("default")
                    .addToLabels("kubernetes.io/service-name", "db")
                    .endMetadata()
                    .addNewPort()
                    .withName("pg")
                    .withProtocol("TCP")
                    .withPort(5432)
                    .endPort()
                    .addNewEndpoint()
                    .withAddresses("10.244.1.5")
                    .withHostname("db-0")
                    .endEndpoint()
                    .addNewEndpoint()
                    .withAddresses("10.244.1.6")
                    .endEndpoint()
                    .addNewEndpoint()
                    .withAddresses("10.244.1.7")
                    .withNewConditions(false, false, false)
                    .endEndpoint()
                    .build();

    OneNamespace(String webAddress) {
        services =
                List.of(
                        service("web", webAddress, 80, "http"),
                        service("db", "None", 5432, "pg"),
                        service("empty", "None", 80, "http"),
                        new ServiceBuilder(service("out", "", 80, "http"))
                                .editSpec()
                                .withType("ExternalName")
                                .withExternalName("example.org")
                                .endSpec()
                                .build());
    }

    private static Service service(String name, String clusterIp, int port, String portName) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("default")
                .endMetadata()
                .withNewSpec()
                .withClusterIP(clusterIp)
                .withClusterIPs(clusterIp)
                .addNewPort()
                .withName(portName)
                .withProtocol("TCP")
                .withPort(port)
                .endPort()
                .endSpec()
                .build();
    }

    @Override
    public @Nullable Service service(String namespace, String name) {
        return services.stream()
                .filter(s -> namespace.equals("default") && s.getMetadata().getName().equals(name))
                .findFirst()
                .orElse(null);
    }

    @Override
    public List<EndpointSlice> slices(String namespace, String service) {
        return service.equals("db") ? List.of(slice) : List.of();
    }

    @Override
    public boolean namespaceExists(String namespace) {
        return namespace.equals("default");
    }

    @Override
    public List<Service> servicesAt(String address) {
        return services.stream().filter(s -> s.getSpec().getClusterIP().equals(address)).toList();
    }

    @Override
    public List<EndpointSlice> slicesWith(String address) {
        return address.startsWith("10.244.1.") ? List.of(slice) : List.of();
    }
}
