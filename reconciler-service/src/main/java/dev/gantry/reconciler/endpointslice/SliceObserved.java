package dev.gantry.reconciler.endpointslice;

import dev.gantry.reconciler.pods.FreshNames;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.List;
import java.util.Map;

/**
 * What one decision rests on.
 *
 * @param pods that the Service's selector selects
 * @param slices of the Service that this controller manages
 * @param zones zone by node name, where a node has one
 */
record SliceObserved(
        Service service,
        List<Pod> pods,
        List<EndpointSlice> slices,
        Map<String, String> zones,
        FreshNames names) {}
