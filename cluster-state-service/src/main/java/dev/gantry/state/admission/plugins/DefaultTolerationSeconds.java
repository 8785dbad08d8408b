package dev.gantry.state.admission.plugins;

import dev.gantry.api.json.Json;
import dev.gantry.state.admission.AdmissionPlugin;
import dev.gantry.state.admission.AdmissionRequest;
import dev.gantry.state.admission.AdmissionSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How long a pod stays on a node that is not ready or silent. Kubernetes:
 * "DefaultTolerationSeconds".
 */
final class DefaultTolerationSeconds implements AdmissionPlugin {

    private static final String NOT_READY = "node.kubernetes.io/not-ready";
    private static final String UNREACHABLE = "node.kubernetes.io/unreachable";
    private static final String EFFECT = "NoExecute";

    private final AdmissionSettings settings;

    DefaultTolerationSeconds(AdmissionSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "DefaultTolerationSeconds";
    }

    @Override
    public void mutate(AdmissionRequest request) {
        ObjectNode pod = Requests.of(request, "pods");
        if (pod == null) {
            return;
        }
        ObjectNode spec = Json.child(pod, "spec");
        add(spec, NOT_READY, settings.defaultNotReadyTolerationSeconds());
        add(spec, UNREACHABLE, settings.defaultUnreachableTolerationSeconds());
    }

    private static void add(ObjectNode spec, String key, int seconds) {
        for (JsonNode each : spec.path("tolerations")) {
            String own = each.path("key").asString("");
            String effect = each.path("effect").asString("");
            if ((own.isEmpty() || own.equals(key)) && (effect.isEmpty() || effect.equals(EFFECT))) {
                return;
            }
        }
        ArrayNode tolerations =
                spec.get("tolerations") instanceof ArrayNode given
                        ? given
                        : spec.putArray("tolerations");
        tolerations
                .addObject()
                .put("key", key)
                .put("operator", "Exists")
                .put("effect", EFFECT)
                .put("tolerationSeconds", seconds);
    }
}
