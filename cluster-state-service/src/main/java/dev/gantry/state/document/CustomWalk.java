package dev.gantry.state.document;

import dev.gantry.api.schema.Field;
import dev.gantry.api.schema.Schema;
import dev.gantry.api.status.ApiError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One walk of one custom resource: undeclared fields are pruned, metadata is brought into its
 * canonical form; everything else stays as it is, whatever its type. Not reusable.
 */
final class CustomWalk {

    private static final int MOST_UNKNOWN = 100;

    private final boolean emptyIsNull;
    private final List<String> unknown = new ArrayList<>();
    private final StringBuilder path = new StringBuilder(64);

    CustomWalk(boolean emptyIsNull) {
        this.emptyIsNull = emptyIsNull;
    }

    List<String> document(ObjectNode object, Schema.Struct root) {
        JsonNode metadata = object.get("metadata");
        if (metadata == null || metadata.isNull()) {
            object.putObject("metadata");
        }
        struct(object, root);
        return unknown;
    }

    private void struct(ObjectNode object, Schema.Struct schema) {
        for (Map.Entry<String, JsonNode> entry : List.copyOf(object.properties())) {
            Field field = schema.field(entry.getKey());
            if (field != null) {
                int length = enter(entry.getKey());
                value(field, entry.getValue());
                path.setLength(length);
            } else if (!schema.preservesUnknown()) {
                object.remove(entry.getKey());
                if (unknown.size() < MOST_UNKNOWN) {
                    unknown.add(path + (path.isEmpty() ? "" : ".") + entry.getKey());
                }
            }
        }
    }

    private void value(Field field, JsonNode value) {
        if (field.schema() instanceof Schema.Struct struct && !struct.custom()) {
            metadata(field, struct, value);
        } else {
            value(field.schema(), value);
        }
    }

    private void value(Schema schema, JsonNode value) {
        switch (schema) {
            case Schema.Struct struct when value instanceof ObjectNode object ->
                    struct(object, struct);
            case Schema.ListOf list when value instanceof ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    int length = path.length();
                    path.append('[').append(i).append(']');
                    value(list.item(), array.get(i));
                    path.setLength(length);
                }
            }
            case Schema.MapOf map when value instanceof ObjectNode object ->
                    object.properties()
                            .forEach(
                                    entry -> {
                                        int length = enter(entry.getKey());
                                        value(map.value(), entry.getValue());
                                        path.setLength(length);
                                    });
            case Schema other -> {}
        }
    }

    private void metadata(Field field, Schema.Struct schema, JsonNode value) {
        if (value.isNull()) {
            return;
        }
        if (!(value instanceof ObjectNode object)) {
            throw ApiError.badRequest(
                            "%s: Invalid value: %s: must be an object".formatted(path, value))
                    .exception();
        }
        CanonicalWalk walk = new CanonicalWalk(schema, emptyIsNull);
        unknown.addAll(walk.part(object, path.toString(), field));
    }

    /** The length of the path before. */
    private int enter(String name) {
        int length = path.length();
        path.append(length == 0 ? "" : ".").append(name);
        return length;
    }
}
