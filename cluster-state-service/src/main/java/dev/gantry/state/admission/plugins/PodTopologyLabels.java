package dev.gantry.state.admission.plugins;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.json.Json;
import dev.gantry.state.admission.AdmissionPlugin;
import dev.gantry.state.admission.AdmissionRequest;
import dev.gantry.state.admission.AdmissionRequest.Operation;
import dev.gantry.state.admission.ClusterReads;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A pod that is bound learns zone and region of its node. Kubernetes: "PodTopologyLabels". */
final class PodTopologyLabels implements AdmissionPlugin {

    private static final List<String> LABELS =
            List.of("topology.kubernetes.io/zone", "topology.kubernetes.io/region");

    private final ClusterReads reads;

    PodTopologyLabels(ClusterReads reads) {
        this.reads = reads;
    }

    @Override
    public String name() {
        return "PodTopologyLabels";
    }

    @Override
    public void mutate(AdmissionRequest request) {
        ObjectNode binding = request.object();
        if (binding == null
                || request.operation() != Operation.CREATE
                || !request.subresource().equals("binding")) {
            return;
        }
        String name = binding.path("target").path("name").asString("");
        ObjectNode node = reads.get(new ObjectKey("nodes", "", name));
        if (node == null) {
            return;
        }
        for (String label : LABELS) {
            JsonNode value = node.path("metadata").path("labels").path(label);
            if (value.isString()) {
                Json.child(Json.child(binding, "metadata"), "labels").set(label, value);
            }
        }
    }
}
