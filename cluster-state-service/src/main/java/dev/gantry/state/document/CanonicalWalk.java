package dev.gantry.state.document;

import dev.gantry.api.json.Json;
import dev.gantry.api.schema.Field;
import dev.gantry.api.schema.Schema;
import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** One walk of one document. Not reusable. */
final class CanonicalWalk {

    /** More unknown fields than this are not told. */
    private static final int MOST_UNKNOWN = 100;

    private final Schema.Struct root;
    private final boolean emptyIsNull;
    private final List<String> unknown = new ArrayList<>();
    private final StringBuilder path = new StringBuilder(64);
    private Field[] trail = new Field[16];
    private int depth;

    CanonicalWalk(Schema.Struct root, boolean emptyIsNull) {
        this.root = root;
        this.emptyIsNull = emptyIsNull;
    }

    List<String> document(ObjectNode object) {
        struct(object, root);
        return unknown;
    }

    /** The same for a part of a document, whose problems are told below its name. */
    List<String> part(ObjectNode object, String at, Field field) {
        path.append(at);
        push(field);
        struct(object, root);
        return unknown;
    }

    private void struct(ObjectNode node, Schema.Struct schema) {
        Map<String, Field> fields = schema.fields();
        @Nullable JsonNode[] values = new JsonNode[fields.size()];
        List<Map.Entry<String, JsonNode>> kept = List.of();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            Field field = schema.field(entry.getKey());
            if (field != null) {
                values[field.index()] = present(field, entry.getValue());
            } else if (schema.preservesUnknown()) {
                kept = kept.isEmpty() ? new ArrayList<>() : kept;
                kept.add(Map.entry(entry.getKey(), entry.getValue()));
            } else if (unknown.size() < MOST_UNKNOWN) {
                unknown.add(path + (path.isEmpty() ? "" : ".") + entry.getKey());
            }
        }
        node.removeAll();
        for (Field field : fields.values()) {
            JsonNode value = values[field.index()];
            if (value == null && Zero.isAlwaysPresent(field)) {
                value = field.pointer() ? NullNode.getInstance() : zero(field.schema());
            }
            if (value != null) {
                node.set(field.name(), value);
            }
        }
        kept.forEach(entry -> node.set(entry.getKey(), entry.getValue()));
    }

    /** The field's canonical value, or null when it is left out. */
    private @Nullable JsonNode present(Field field, JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        int length = path.length();
        if (length > 0) {
            path.append('.');
        }
        path.append(field.name());
        push(field);
        JsonNode canonical = value(field.schema(), value);
        depth--;
        path.setLength(length);
        return isLeftOut(field, canonical) ? null : canonical;
    }

    private boolean isLeftOut(Field field, JsonNode value) {
        if (field.pointer()) {
            return false;
        }
        if (field.omitZero() && (value.isNull() || value.isEmpty() && value.isContainer())) {
            return true;
        }
        if (value.isArray() && !emptyIsNull && field.name().equals("managedFields")) {
            return false; // an empty list asks to forget all owners
        }
        if (field.schema() instanceof Schema.ListOf || field.schema() instanceof Schema.MapOf) {
            return value.isEmpty() && (field.omitEmpty() || emptyIsNull);
        }
        return field.omitEmpty()
                && field.schema() instanceof Schema.Scalar scalar
                && Zero.isZero(scalar.kind(), value);
    }

    private JsonNode value(Schema schema, JsonNode value) {
        return switch (schema) {
            case Schema.Struct struct -> {
                ObjectNode object = object(value);
                struct(object, struct);
                yield object;
            }
            case Schema.ListOf list -> list(list.item(), value);
            case Schema.MapOf map -> map(map.value(), value);
            case Schema.Scalar scalar -> scalar(scalar.kind(), value);
            case Schema.Any any -> value;
            case Schema.Alternative alternative -> alternative(alternative, value);
        };
    }

    private ObjectNode object(JsonNode value) {
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw wrongType(value);
    }

    private JsonNode list(Schema item, JsonNode value) {
        if (!(value instanceof ArrayNode array)) {
            throw wrongType(value);
        }
        int length = path.length();
        for (int i = 0; i < array.size(); i++) {
            JsonNode each = array.get(i);
            path.append('[').append(i).append(']');
            JsonNode canonical = each.isNull() ? zero(item) : value(item, each);
            path.setLength(length);
            if (canonical != each) {
                array.set(i, canonical);
            }
        }
        return array;
    }

    private JsonNode map(Schema item, JsonNode value) {
        ObjectNode object = object(value);
        int length = path.length();
        String before = null;
        boolean ordered = true;
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            String key = entry.getKey();
            ordered &= before == null || before.compareTo(key) < 0;
            before = key;
            path.append('.').append(key);
            JsonNode each = entry.getValue();
            JsonNode canonical = each.isNull() ? zero(item) : value(item, each);
            path.setLength(length);
            if (canonical != each) {
                entry.setValue(canonical);
            }
        }
        if (!ordered) {
            sort(object);
        }
        return object;
    }

    private static void sort(ObjectNode object) {
        Map<String, JsonNode> sorted = new TreeMap<>();
        Iterator<Map.Entry<String, JsonNode>> entries = object.properties().iterator();
        entries.forEachRemaining(entry -> sorted.put(entry.getKey(), entry.getValue()));
        object.removeAll();
        object.setAll(sorted);
    }

    private JsonNode alternative(Schema.Alternative alternative, JsonNode value) {
        if (value instanceof ObjectNode object) {
            struct(object, alternative.struct());
            return object;
        }
        return switch (alternative.form()) {
            case BOOL -> {
                if (!value.isBoolean()) {
                    throw wrongType(value);
                }
                yield value;
            }
            case ARRAY -> list(alternative.struct(), value);
            case STRING_ARRAY -> list(new Schema.Scalar(Schema.Kind.STRING), value);
        };
    }

    private JsonNode scalar(Schema.Kind kind, JsonNode value) {
        try {
            return Scalars.canonical(kind, value);
        } catch (Scalars.WrongType e) {
            throw wrongType(value);
        } catch (IllegalArgumentException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    private JsonNode zero(Schema schema) {
        if (schema instanceof Schema.Struct struct) {
            ObjectNode object = Json.object();
            struct(object, struct);
            return object;
        }
        return Zero.of(schema);
    }

    private void push(Field field) {
        if (depth == trail.length) {
            trail = Arrays.copyOf(trail, depth * 2);
        }
        trail[depth++] = field;
    }

    private ApiException wrongType(JsonNode value) {
        Field at = trail[depth - 1];
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            names.append(i == 0 ? "" : ".").append(trail[i].name());
        }
        return refused(
                "json: cannot unmarshal "
                        + Scalars.describe(value, at.schema())
                        + " into Go struct field "
                        + at.owner()
                        + "."
                        + names
                        + " of type "
                        + at.typeName());
    }

    private ApiException refused(String why) {
        String kind = root.simpleName();
        int slash = root.name().lastIndexOf('/');
        String version = root.name().substring(slash + 1, root.name().length() - kind.length() - 1);
        return ApiError.badRequest(
                        kind
                                + " in version \""
                                + version
                                + "\" cannot be handled as a "
                                + kind
                                + ": "
                                + why)
                .exception();
    }
}
