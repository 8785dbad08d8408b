package dev.gantry.state.admission.plugins;

import dev.gantry.api.json.Json;
import dev.gantry.state.admission.AdmissionPlugin;
import dev.gantry.state.admission.AdmissionRequest;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a pod may use is not removed under it. Kubernetes: "Storage Object in Use Protection". */
final class StorageObjectInUseProtection implements AdmissionPlugin {

    private static final Map<String, String> FINALIZERS =
            Map.of(
                    "persistentvolumeclaims", "kubernetes.io/pvc-protection",
                    "persistentvolumes", "kubernetes.io/pv-protection",
                    "volumeattributesclasses.storage.k8s.io", "kubernetes.io/vac-protection");

    @Override
    public String name() {
        return "StorageObjectInUseProtection";
    }

    @Override
    public void mutate(AdmissionRequest request) {
        String finalizer = FINALIZERS.get(request.type().groupResource());
        ObjectNode object = Requests.created(request, request.type().groupResource());
        if (finalizer == null || object == null) {
            return;
        }
        ObjectNode metadata = Json.child(object, "metadata");
        ArrayNode finalizers =
                metadata.get("finalizers") instanceof ArrayNode given
                        ? given
                        : metadata.putArray("finalizers");
        for (JsonNode each : finalizers) {
            if (each.asString("").equals(finalizer)) {
                return;
            }
        }
        finalizers.add(finalizer);
    }
}
