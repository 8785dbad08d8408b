package dev.gantry.state.document;

import dev.gantry.api.json.Json;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON Merge Patch, RFC 7396. */
public final class MergePatches {

    private MergePatches() {}

    /** The merged document; neither argument is changed. */
    public static ObjectNode apply(ObjectNode current, ObjectNode patch) {
        ObjectNode merged = current.deepCopy();
        merge(merged, patch);
        return merged;
    }

    private static void merge(ObjectNode into, ObjectNode patch) {
        for (Map.Entry<String, JsonNode> entry : patch.properties()) {
            String name = entry.getKey();
            if (entry.getValue().isNull()) {
                into.remove(name);
            } else if (entry.getValue() instanceof ObjectNode change) {
                ObjectNode target =
                        into.get(name) instanceof ObjectNode present ? present : Json.object();
                merge(target, change);
                into.set(name, target);
            } else {
                into.set(name, entry.getValue().deepCopy());
            }
        }
    }
}
