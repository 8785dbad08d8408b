package dev.gantry.reconciler.endpointslice;

import io.fabric8.kubernetes.api.model.Endpoints;
import java.util.Map;

/** How Endpoints that this controller writes are told from those that people write. */
final class EndpointsMark {

    private EndpointsMark() {}

    static boolean isOurs(Endpoints endpoints) {
        Map<String, String> labels = endpoints.getMetadata().getLabels();
        return labels != null
                && "endpoint-controller".equals(labels.get("endpoints.kubernetes.io/managed-by"));
    }
}
