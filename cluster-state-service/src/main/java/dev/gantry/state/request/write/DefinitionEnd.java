package dev.gantry.state.request.write;

import dev.gantry.api.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a CustomResourceDefinition begins to end: it stays until its objects are gone. Pure.
 * Kubernetes: "Extend the Kubernetes API with CustomResourceDefinitions", section "Delete".
 */
final class DefinitionEnd {

    static final String RESOURCE = "customresourcedefinitions.apiextensions.k8s.io";

    private static final String FINALIZER = "customresourcecleanup.apiextensions.k8s.io";

    private DefinitionEnd() {}

    /** Puts the finalizer and the condition; false when the end has begun already. */
    static boolean begin(ObjectNode definition, Instant now) {
        if (Metadata.deleting(definition)) {
            return false;
        }
        List<String> finalizers = new ArrayList<>(Metadata.finalizers(definition));
        if (!finalizers.contains(FINALIZER)) {
            finalizers.add(FINALIZER);
            Metadata.setFinalizers(definition, finalizers);
        }
        ObjectNode status = Json.child(definition, "status");
        ArrayNode conditions =
                status.get("conditions") instanceof ArrayNode present
                        ? present
                        : status.putArray("conditions");
        for (int i = conditions.size() - 1; i >= 0; i--) {
            if (Json.text(conditions.get(i), "type").equals("Terminating")) {
                conditions.remove(i);
            }
        }
        conditions
                .addObject()
                .put("type", "Terminating")
                .put("status", "True")
                .put("lastTransitionTime", Metadata.timestamp(now))
                .put("reason", "InstanceDeletionPending")
                .put(
                        "message",
                        "CustomResourceDefinition marked for deletion; CustomResource deletion will"
                                + " be initiated soon");
        return true;
    }
}
