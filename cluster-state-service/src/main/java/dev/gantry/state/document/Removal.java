package dev.gantry.state.document;

import dev.gantry.api.json.Json;
import dev.gantry.api.schema.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes paths out of a document, and the algebra that finds which. */
final class Removal {

    private Removal() {}

    /** A new document without the given paths; maps and lists that become empty become null. */
    static ObjectNode without(ObjectNode document, FieldSet doomed, Schema.Struct schema) {
        return map(schema, document, doomed) instanceof ObjectNode left ? left : Json.object();
    }

    private static JsonNode value(@Nullable Schema schema, JsonNode value, FieldSet doomed) {
        if (schema == null || value.isEmpty()) {
            return value;
        }
        Schema.ListOf list = Granular.list(schema);
        if (list != null && value instanceof ArrayNode array) {
            return list(list, array, doomed);
        }
        return Granular.isMap(schema, value, null) && value instanceof ObjectNode object
                ? map(schema, object, doomed)
                : value;
    }

    private static JsonNode map(Schema schema, ObjectNode object, FieldSet doomed) {
        ObjectNode left = Json.object();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            FieldSet below = doomed.child(Steps.field(entry.getKey()));
            if (below == null) {
                left.set(entry.getKey(), entry.getValue());
            } else if (!below.isMember()) {
                Schema child = Granular.child(schema, entry.getKey());
                left.set(entry.getKey(), value(child, entry.getValue(), below));
            }
        }
        return left.isEmpty() ? NullNode.getInstance() : left;
    }

    private static JsonNode list(Schema.ListOf list, ArrayNode array, FieldSet doomed) {
        ArrayNode left = Json.MAPPER.createArrayNode();
        for (JsonNode element : array) {
            FieldSet below = doomed.child(Steps.element(list, element));
            if (below == null) {
                left.add(element);
            } else if (!below.isMember()) {
                left.add(value(list.item(), element, below));
            }
        }
        return left.isEmpty() ? NullNode.getInstance() : left;
    }

    /**
     * The set with every declared field on the way to a member a member too: a set that holds
     * {@code a.b.c} then holds {@code a} when that is a field, but not {@code a.b} when {@code b}
     * is a key of a map.
     */
    static FieldSet withNamedParents(FieldSet set, @Nullable Schema schema) {
        return new Parents().walk(set, schema);
    }

    private static final class Parents {
        private final java.util.ArrayList<String> path = new java.util.ArrayList<>();
        private final FieldSet made = new FieldSet();

        private FieldSet walk(FieldSet set, @Nullable Schema schema) {
            visit(set, schema);
            return made;
        }

        private void visit(FieldSet set, @Nullable Schema schema) {
            set.children()
                    .forEach(
                            (step, child) -> {
                                path.add(step);
                                boolean named =
                                        schema != null
                                                && step.startsWith("f:")
                                                && Granular.isDeclared(schema, step.substring(2));
                                if (child.isMember() || named) {
                                    made.insert(path);
                                }
                                visit(child, schema == null ? null : Steps.schema(schema, step));
                                path.removeLast();
                            });
        }
    }
}
