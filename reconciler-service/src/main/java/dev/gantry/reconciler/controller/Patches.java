package dev.gantry.reconciler.controller;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.client.StateClient.Write;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Merge patches that name the object they mean by uid, and by revision where another's write in
 * between must not be lost.
 */
public final class Patches {

    public static final String MERGE = "application/merge-patch+json";

    private Patches() {}

    /** A patch that applies to this object only, whatever has been written to it since. */
    public static ObjectNode of(HasMetadata object) {
        ObjectNode patch = Json.object();
        patch.putObject("metadata").put("uid", object.getMetadata().getUid());
        return patch;
    }

    /** A patch that applies to the object exactly as it was seen. */
    public static ObjectNode exactly(HasMetadata object) {
        ObjectNode patch = of(object);
        patch.withObject("metadata")
                .put("resourceVersion", object.getMetadata().getResourceVersion());
        return patch;
    }

    public static Write write(ResourceType type, HasMetadata object, ObjectNode patch) {
        return write(type, object, "", patch);
    }

    public static Write write(
            ResourceType type, HasMetadata object, String subresource, ObjectNode patch) {
        ObjectMeta metadata = object.getMetadata();
        return Write.patch(
                type,
                metadata.getNamespace() == null ? "" : metadata.getNamespace(),
                metadata.getName(),
                subresource,
                MERGE,
                patch);
    }

    /**
     * Replaces the status.
     *
     * @param before the typed status as seen, null when there is none
     * @param after the typed status to be
     */
    public static Write status(
            ResourceType type, HasMetadata object, @Nullable Object before, Object after) {
        return write(type, object, "status", statusPatch(object, before, after));
    }

    /** The patch of {@link #status}, for more to be added. */
    public static ObjectNode statusPatch(
            HasMetadata object, @Nullable Object before, Object after) {
        ObjectNode patch = exactly(object);
        patch.set("status", difference(before == null ? Json.object() : Json.tree(before), after));
        return patch;
    }

    /** What turns {@code before} into {@code after}, one level deep. */
    private static ObjectNode difference(ObjectNode before, Object after) {
        ObjectNode patch = Json.tree(after);
        for (String name : before.propertyNames()) {
            if (!patch.has(name)) {
                patch.putNull(name);
            }
        }
        for (var field : java.util.List.copyOf(patch.properties())) {
            JsonNode was = before.get(field.getKey());
            if (was != null && was.equals(field.getValue())) {
                patch.remove(field.getKey());
            }
        }
        return patch;
    }

    /** DeleteOptions that demand the uid. */
    public static ObjectNode deletion(String uid) {
        ObjectNode options = Json.object();
        options.put("apiVersion", "v1").put("kind", "DeleteOptions");
        options.putObject("preconditions").put("uid", uid);
        return options;
    }

    /** Deletes exactly this object, its dependents in the background. */
    public static Write delete(ResourceType type, HasMetadata object) {
        ObjectNode options = deletion(object.getMetadata().getUid());
        options.put("propagationPolicy", "Background");
        String namespace = object.getMetadata().getNamespace();
        return Write.delete(
                type, namespace == null ? "" : namespace, object.getMetadata().getName(), options);
    }
}
