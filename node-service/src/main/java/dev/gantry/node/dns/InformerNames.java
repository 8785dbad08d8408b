package dev.gantry.node.dns;

import dev.gantry.client.informer.Informer;
import dev.gantry.client.informer.InformerFactory;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names from the shared informers. */
final class InformerNames implements ClusterNames {

    private static final String SERVICE_NAME = "kubernetes.io/service-name";
    private static final String BY_ADDRESS = "dns-address";
    private static final String BY_SERVICE = "dns-service";

    private final Informer<Service> services;
    private final Informer<EndpointSlice> slices;
    private final Informer<Namespace> namespaces;

    InformerNames(InformerFactory informers) {
        services =
                informers.informer(
                        "services",
                        Service.class,
                        Map.of(BY_ADDRESS, s -> s.getSpec().getClusterIPs()));
        slices =
                informers.informer(
                        "endpointslices.discovery.k8s.io",
                        EndpointSlice.class,
                        Map.of(
                                BY_ADDRESS,
                                s ->
                                        s.getEndpoints().stream()
                                                .flatMap(e -> e.getAddresses().stream())
                                                .distinct()
                                                .toList(),
                                BY_SERVICE,
                                InformerNames::serviceOf));
        namespaces = informers.informer("namespaces", Namespace.class);
    }

    private static List<String> serviceOf(EndpointSlice slice) {
        Map<String, String> labels = slice.getMetadata().getLabels();
        String service = labels == null ? null : labels.get(SERVICE_NAME);
        return service == null
                ? List.of()
                : List.of(slice.getMetadata().getNamespace() + "/" + service);
    }

    @Override
    public @Nullable Service service(String namespace, String name) {
        return services.get(namespace, name);
    }

    @Override
    public List<EndpointSlice> slices(String namespace, String service) {
        return slices.byIndex(BY_SERVICE, namespace + "/" + service);
    }

    @Override
    public boolean namespaceExists(String namespace) {
        return namespaces.get("", namespace) != null;
    }

    @Override
    public List<Service> servicesAt(String address) {
        return services.byIndex(BY_ADDRESS, address);
    }

    @Override
    public List<EndpointSlice> slicesWith(String address) {
        return slices.byIndex(BY_ADDRESS, address);
    }
}
