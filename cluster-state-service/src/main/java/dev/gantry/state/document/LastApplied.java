package dev.gantry.state.document;

import dev.gantry.api.json.Json;
import dev.gantry.api.schema.Schema;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The annotation of kubectl's client-side apply, and how server-side apply takes over from it.
 * Kubernetes: "Server-Side Apply", section "Upgrading from client-side apply".
 */
final class LastApplied {

    static final String KUBECTL = "kubectl";
    private static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";

    private LastApplied() {}

    /** Paths that client-side apply has set and nobody has changed since. */
    static FieldSet unchanged(ObjectNode live, Schema.Struct schema) {
        String text = Json.text(live, "metadata", "annotations", ANNOTATION);
        if (text.isEmpty()) {
            return new FieldSet();
        }
        try {
            JsonNode applied = Json.parse(text.getBytes(StandardCharsets.UTF_8));
            return applied instanceof ObjectNode config
                    ? unchanged(config, live, schema)
                    : new FieldSet();
        } catch (JacksonException e) {
            return new FieldSet();
        }
    }

    private static FieldSet unchanged(ObjectNode config, ObjectNode live, Schema.Struct schema) {
        Comparison changes = Comparison.of(config, live, schema, new FieldSet());
        return Configuration.of(config, schema).minus(changes.touched());
    }

    /** Keeps the annotation in step with what kubectl applies, where the object has it. */
    static void refresh(ObjectNode object, ObjectNode config) {
        if (Json.at(object, "metadata", "annotations") instanceof ObjectNode annotations
                && annotations.has(ANNOTATION)) {
            ObjectNode applied = config.deepCopy();
            if (Json.at(applied, "metadata") instanceof ObjectNode metadata) {
                metadata.remove("managedFields");
                if (metadata.get("annotations") instanceof ObjectNode stated) {
                    stated.remove(ANNOTATION);
                }
            }
            annotations.put(ANNOTATION, applied + "\n");
        }
    }
}
