package dev.gantry.state.customresource.schema;

import dev.gantry.api.json.Json;
import dev.gantry.api.schema.Schema.ListType;
import dev.gantry.state.admission.Problems;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tells elements of sets and keyed lists that occur twice. Pure, O(size). */
public final class ListInvariants {

    private ListInvariants() {}

    public static void check(JsonNode object, Structural root, Problems problems) {
        walk("", object, root, problems);
    }

    private static void walk(String path, JsonNode value, Structural schema, Problems problems) {
        if (value.isObject()) {
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                Structural property = schema.properties().get(entry.getKey());
                String dotted = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
                if (property != null) {
                    walk(dotted, entry.getValue(), property, problems);
                } else if (schema.additional() != null) {
                    String at = path + "[" + entry.getKey() + "]";
                    walk(at, entry.getValue(), schema.additional(), problems);
                }
            }
        } else if (value.isArray()) {
            list(path, value, schema, problems);
        }
    }

    private static void list(String path, JsonNode list, Structural schema, Problems problems) {
        Set<JsonNode> seen = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            String at = path + "[" + i + "]";
            JsonNode name = nameOf(list.get(i), schema);
            if (!name.isMissingNode() && !seen.add(name)) {
                problems.duplicate(at, name.isString() ? name.stringValue() : name);
            }
            if (schema.items() != null) {
                walk(at, list.get(i), schema.items(), problems);
            }
        }
    }

    /** What must be unique; missing when the list does not care. */
    private static JsonNode nameOf(JsonNode element, Structural schema) {
        if (schema.listType() == ListType.SET) {
            return element;
        }
        if (schema.listType() == ListType.ATOMIC || !element.isObject()) {
            return Json.MAPPER.missingNode();
        }
        ObjectNode keys = Json.object();
        schema.listKeys().forEach(key -> keys.set(key, element.path(key)));
        return keys;
    }
}
