package dev.gantry.state.admission.kinds.storage;

import dev.gantry.api.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** What a claim gets when it does not say. Kubernetes: reference of PersistentVolumeClaim. Pure. */
public final class ClaimDefaults {

    private ClaimDefaults() {}

    /** Completes a claim or the template of one. */
    public static void claim(ObjectNode claim) {
        ObjectNode spec = Json.child(claim, "spec");
        if (!spec.hasNonNull("volumeMode")) {
            spec.put("volumeMode", "Filesystem");
        }
        ObjectNode status = Json.child(claim, "status");
        if (status.path("phase").asString("").isEmpty()) {
            status.put("phase", "Pending");
        }
    }
}
