package dev.gantry.state.request.write;

import dev.gantry.api.json.Json;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Whether two canonical documents say the same. O(size). */
final class Sameness {

    private static final Set<String> NOT_SPEC = Set.of("kind", "apiVersion", "metadata", "status");

    /** Numbers are compared by value, not by how Jackson happens to hold them. */
    private static final Comparator<JsonNode> BY_VALUE =
            (a, b) -> {
                if (a.equals(b)) {
                    return 0;
                }
                return a.isNumber()
                                && b.isNumber()
                                && a.decimalValue().compareTo(b.decimalValue()) == 0
                        ? 0
                        : 1;
            };

    private Sameness() {}

    /** Ignores the times at which managers wrote. */
    static boolean ofAll(ObjectNode a, ObjectNode b) {
        return without(a, Set.of("metadata")).equals(BY_VALUE, without(b, Set.of("metadata")))
                && metadata(a).equals(BY_VALUE, metadata(b));
    }

    /** Compares everything but metadata and status. */
    static boolean ofSpec(ObjectNode a, ObjectNode b) {
        return without(a, NOT_SPEC).equals(BY_VALUE, without(b, NOT_SPEC));
    }

    static boolean ofAllButMetadata(ObjectNode a, ObjectNode b) {
        return without(a, Set.of("metadata")).equals(BY_VALUE, without(b, Set.of("metadata")));
    }

    static boolean of(JsonNode a, JsonNode b) {
        return a.equals(BY_VALUE, b);
    }

    /** Shallow: the members are shared. */
    private static ObjectNode without(JsonNode object, Set<String> names) {
        ObjectNode rest = Json.object();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            if (!names.contains(entry.getKey())) {
                rest.set(entry.getKey(), entry.getValue());
            }
        }
        return rest;
    }

    private static ObjectNode metadata(ObjectNode object) {
        ObjectNode metadata = without(object.path("metadata"), new HashSet<>());
        JsonNode managed = metadata.get("managedFields");
        if (managed != null) {
            var timeless = metadata.putArray("managedFields");
            managed.forEach(entry -> timeless.add(without(entry, Set.of("time"))));
        }
        return metadata;
    }
}
