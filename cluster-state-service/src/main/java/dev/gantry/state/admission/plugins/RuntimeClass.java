package dev.gantry.state.admission.plugins;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.json.Json;
import dev.gantry.state.admission.AdmissionPlugin;
import dev.gantry.state.admission.AdmissionRequest;
import dev.gantry.state.admission.ClusterReads;
import dev.gantry.state.admission.validation.Same;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A pod takes overhead and placement from its runtime class. Kubernetes: "RuntimeClass". */
final class RuntimeClass implements AdmissionPlugin {

    private final ClusterReads reads;

    RuntimeClass(ClusterReads reads) {
        this.reads = reads;
    }

    @Override
    public String name() {
        return "RuntimeClass";
    }

    @Override
    public void mutate(AdmissionRequest request) {
        ObjectNode pod = Requests.created(request, "pods");
        if (pod == null) {
            return;
        }
        ObjectNode spec = Json.child(pod, "spec");
        String name = spec.path("runtimeClassName").asString("");
        if (name.isEmpty()) {
            if (!spec.path("overhead").isEmpty()) {
                throw Requests.forbidden(
                        request,
                        "pod rejected: Pod's Overhead is set, but no RuntimeClass was specified");
            }
            return;
        }
        ObjectNode chosen = reads.get(new ObjectKey("runtimeclasses.node.k8s.io", "", name));
        if (chosen == null) {
            throw Requests.forbidden(
                    request, "pod rejected: RuntimeClass \"" + name + "\" not found");
        }
        overhead(request, spec, chosen.path("overhead").path("podFixed"));
        selector(request, spec, chosen.path("scheduling").path("nodeSelector"));
        tolerations(spec, chosen.path("scheduling").path("tolerations"));
    }

    private static void overhead(AdmissionRequest request, ObjectNode spec, JsonNode fixed) {
        JsonNode own = spec.path("overhead");
        if (!own.isEmpty() && !Same.value(own, fixed)) {
            throw Requests.forbidden(
                    request,
                    "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
        }
        if (!fixed.isEmpty()) {
            spec.set("overhead", fixed.deepCopy());
        }
    }

    private static void selector(AdmissionRequest request, ObjectNode spec, JsonNode selector) {
        for (Map.Entry<String, JsonNode> each : selector.properties()) {
            ObjectNode own = Json.child(spec, "nodeSelector");
            JsonNode present = own.get(each.getKey());
            if (present != null && !present.equals(each.getValue())) {
                throw Requests.forbidden(
                        request,
                        "pod rejected: conflict: runtimeClass.scheduling.nodeSelector[%s] = %s; pod.spec.nodeSelector[%s] = %s"
                                .formatted(
                                        each.getKey(),
                                        each.getValue().asString(""),
                                        each.getKey(),
                                        present.asString("")));
            }
            own.set(each.getKey(), each.getValue());
        }
    }

    private static void tolerations(ObjectNode spec, JsonNode tolerations) {
        for (JsonNode each : tolerations) {
            ArrayNode own =
                    spec.get("tolerations") instanceof ArrayNode given
                            ? given
                            : spec.putArray("tolerations");
            boolean present = false;
            for (JsonNode other : own) {
                present |= Same.value(other, each);
            }
            if (!present) {
                own.add(each.deepCopy());
            }
        }
    }
}
