package dev.gantry.state.admission.plugins;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.state.admission.AdmissionPlugin;
import dev.gantry.state.admission.AdmissionRequest;
import dev.gantry.state.admission.AdmissionRequest.Operation;
import dev.gantry.state.admission.ClusterReads;
import dev.gantry.state.admission.validation.Quantities;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A claim grows only when its class allows it. Kubernetes: "PersistentVolumeClaimResize". */
final class PersistentVolumeClaimResize implements AdmissionPlugin {

    private final ClusterReads reads;

    PersistentVolumeClaimResize(ClusterReads reads) {
        this.reads = reads;
    }

    @Override
    public String name() {
        return "PersistentVolumeClaimResize";
    }

    @Override
    public void validate(AdmissionRequest request) {
        ObjectNode claim = Requests.of(request, "persistentvolumeclaims");
        ObjectNode stored = request.stored();
        if (claim == null || stored == null || request.operation() != Operation.UPDATE) {
            return;
        }
        if (Quantities.of(size(claim)).compareTo(Quantities.of(size(stored))) <= 0
                || !stored.path("status").path("phase").asString("").equals("Bound")) {
            return;
        }
        String name = claim.path("spec").path("storageClassName").asString("");
        ObjectNode owner =
                name.isEmpty()
                        ? null
                        : reads.get(new ObjectKey("storageclasses.storage.k8s.io", "", name));
        if (owner == null || !owner.path("allowVolumeExpansion").asBoolean(false)) {
            throw Requests.forbidden(
                    request,
                    "only dynamically provisioned pvc can be resized and the storageclass that"
                            + " provisions the pvc must support resize");
        }
    }

    private static JsonNode size(ObjectNode claim) {
        return claim.path("spec").path("resources").path("requests").path("storage");
    }
}
