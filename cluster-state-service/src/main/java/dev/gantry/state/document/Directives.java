package dev.gantry.state.document;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The keys of a strategic merge patch that are instructions and never stored. */
final class Directives {

    private Directives() {}

    static boolean isDirective(String name) {
        return name.startsWith("$")
                && (name.equals(StrategicMerge.PATCH)
                        || name.equals(StrategicMerge.RETAIN_KEYS)
                        || name.startsWith(StrategicMerge.SET_ORDER)
                        || name.startsWith(StrategicMerge.DELETE_FROM));
    }

    /** Removes them at every depth; changes and returns the argument. */
    static <T extends JsonNode> T drop(T node) {
        if (node instanceof ObjectNode object) {
            Set<String> names = new HashSet<>(object.propertyNames());
            names.stream().filter(Directives::isDirective).forEach(object::remove);
        }
        node.forEach(Directives::drop);
        return node;
    }

    /** Removes null fields at every depth; changes and returns the argument. */
    static <T extends JsonNode> T withoutNulls(T node) {
        if (node instanceof ObjectNode object) {
            object.removeIf(JsonNode::isNull);
        }
        node.forEach(Directives::withoutNulls);
        return node;
    }

    /**
     * Takes {@code $retainKeys} out of the patch and drops what it does not name from the original.
     */
    static void retainKeys(ObjectNode original, ObjectNode patch) {
        JsonNode directive = patch.remove(StrategicMerge.RETAIN_KEYS);
        if (directive == null) {
            return;
        }
        if (!(directive instanceof ArrayNode list)) {
            throw StrategicMerge.refused("invalid patch format of retainKeys: " + directive);
        }
        Set<String> retained = new HashSet<>();
        list.forEach(key -> retained.add(key.stringValue("")));
        for (Map.Entry<String, JsonNode> entry : patch.properties()) {
            boolean stays = isDirective(entry.getKey()) || entry.getValue().isNull();
            if (!stays && !retained.contains(entry.getKey())) {
                throw StrategicMerge.refused("invalid patch format of retainKeys: " + directive);
            }
        }
        original.retain(retained);
    }
}
