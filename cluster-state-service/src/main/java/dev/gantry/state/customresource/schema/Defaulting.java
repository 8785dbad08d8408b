package dev.gantry.state.customresource.schema;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fills in defaults: of properties that are absent, or null where null is not allowed. Other nulls
 * that are not allowed are dropped. Pure, idempotent. Kubernetes: "Defaulting" and "Defaulting and
 * Nullable" of custom resources.
 */
public final class Defaulting {

    private Defaulting() {}

    /** In place; the defaults' own parts are defaulted too. O(size). */
    public static void apply(ObjectNode object, Structural root) {
        properties(object, root);
        dropNulls(object, root);
    }

    private static void value(JsonNode value, Structural schema) {
        switch (value) {
            case ObjectNode object -> properties(object, schema);
            case ArrayNode array -> {
                Structural items = schema.items();
                if (items != null) {
                    defaultItems(array, items);
                }
            }
            default -> {}
        }
    }

    private static void defaultItems(ArrayNode array, Structural items) {
        for (int i = 0; i < array.size(); i++) {
            JsonNode standIn = items.defaultValue();
            if (array.get(i).isNull() && !items.nullable() && standIn != null) {
                array.set(i, standIn.deepCopy());
            }
            value(array.get(i), items);
        }
    }

    private static void properties(ObjectNode object, Structural schema) {
        schema.properties()
                .forEach(
                        (name, property) -> {
                            JsonNode standIn = property.defaultValue();
                            if (standIn != null && isAbsent(object.get(name), property)) {
                                object.set(name, standIn.deepCopy());
                            }
                        });
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            Structural property = schema.property(entry.getKey());
            if (property != null) {
                JsonNode standIn = property.defaultValue();
                if (entry.getValue().isNull() && !property.nullable() && standIn != null) {
                    entry.setValue(standIn.deepCopy());
                }
                value(entry.getValue(), property);
            }
        }
    }

    private static boolean isAbsent(@Nullable JsonNode value, Structural schema) {
        return value == null || value.isNull() && !schema.nullable();
    }

    private static void dropNulls(JsonNode value, Structural schema) {
        Structural items = schema.items();
        if (value instanceof ArrayNode array && items != null) {
            array.forEach(each -> dropNulls(each, items));
        }
        if (!(value instanceof ObjectNode object)) {
            return;
        }
        for (Map.Entry<String, JsonNode> entry : List.copyOf(object.properties())) {
            Structural property = schema.property(entry.getKey());
            if (property == null) {
                continue;
            }
            if (entry.getValue().isNull() && !property.nullable()) {
                object.remove(entry.getKey());
            } else {
                dropNulls(entry.getValue(), property);
            }
        }
    }
}
