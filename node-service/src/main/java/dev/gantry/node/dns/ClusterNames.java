package dev.gantry.node.dns;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the cluster's names are made of. Every answer is O(result). */
public interface ClusterNames {

    @Nullable Service service(String namespace, String name);

    /** Slices of a Service. */
    List<EndpointSlice> slices(String namespace, String service);

    boolean namespaceExists(String namespace);

    /** Services with this cluster IP; at most one. */
    List<Service> servicesAt(String address);

    /** Slices that hold an endpoint with this address. */
    List<EndpointSlice> slicesWith(String address);
}
