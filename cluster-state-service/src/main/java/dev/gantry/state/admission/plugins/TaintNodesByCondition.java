package dev.gantry.state.admission.plugins;

import dev.gantry.api.json.Json;
import dev.gantry.state.admission.AdmissionPlugin;
import dev.gantry.state.admission.AdmissionRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A new node takes no pods until it is ready. Kubernetes: "TaintNodesByCondition". */
final class TaintNodesByCondition implements AdmissionPlugin {

    private static final String NOT_READY = "node.kubernetes.io/not-ready";
    private static final String EFFECT = "NoSchedule";

    @Override
    public String name() {
        return "TaintNodesByCondition";
    }

    @Override
    public void mutate(AdmissionRequest request) {
        ObjectNode node = Requests.created(request, "nodes");
        if (node == null) {
            return;
        }
        ObjectNode spec = Json.child(node, "spec");
        for (JsonNode taint : spec.path("taints")) {
            if (taint.path("key").asString("").equals(NOT_READY)
                    && taint.path("effect").asString("").equals(EFFECT)) {
                return;
            }
        }
        ArrayNode taints =
                spec.get("taints") instanceof ArrayNode given ? given : spec.putArray("taints");
        taints.addObject().put("key", NOT_READY).put("effect", EFFECT);
    }
}
