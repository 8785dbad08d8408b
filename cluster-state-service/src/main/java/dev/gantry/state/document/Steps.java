package dev.gantry.state.document;

import dev.gantry.api.json.Json;
import dev.gantry.api.schema.Field;
import dev.gantry.api.schema.Schema;
import dev.gantry.api.status.ApiError;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One step of a path into a document, in the spelling of {@code fieldsV1}. */
final class Steps {

    private Steps() {}

    static String field(String name) {
        return "f:" + name;
    }

    /**
     * How an element of a granular list is named. Keys that the element leaves out take their
     * schema's default.
     *
     * @throws dev.gantry.api.status.ApiException 400 when the element has no name
     */
    static String element(Schema.ListOf list, JsonNode element) {
        return switch (list.listType()) {
            case SET -> value(element);
            case MAP -> key(list, element);
            case ATOMIC ->
                    throw new IllegalArgumentException("elements of atomic lists have no name");
        };
    }

    private static String value(JsonNode element) {
        if (element.isContainer() || element.isNull()) {
            throw ApiError.badRequest("sets can't contain maps, lists or null: " + element)
                    .exception();
        }
        return "v:" + element;
    }

    private static String key(Schema.ListOf list, JsonNode element) {
        if (!(element instanceof ObjectNode object)) {
            throw ApiError.badRequest("associative list with keys may not have non-map elements")
                    .exception();
        }
        TreeMap<String, JsonNode> keys = new TreeMap<>();
        for (String name : list.keys()) {
            JsonNode value = object.get(name);
            if (value == null || value.isNull()) {
                value = defaultOf(list.item(), name);
            }
            if (value != null) {
                keys.put(name, value);
            }
        }
        if (keys.isEmpty()) {
            throw ApiError.badRequest(
                            "associative list with keys has an element that omits all keys "
                                    + list.keys()
                                    + " (at least one key is required)")
                    .exception();
        }
        StringBuilder text = new StringBuilder("k:{");
        keys.forEach(
                (name, value) ->
                        text.append(text.length() > 3 ? "," : "")
                                .append('"')
                                .append(name)
                                .append("\":")
                                .append(value));
        return text.append('}').toString();
    }

    private static @Nullable JsonNode defaultOf(Schema item, String name) {
        Field field = item instanceof Schema.Struct struct ? struct.field(name) : null;
        return field == null ? null : field.defaultValue();
    }

    /** What stands at a step; null when the schema does not know it. */
    static @Nullable Schema schema(@Nullable Schema of, String step) {
        return switch (of) {
            case Schema.Struct struct when step.startsWith("f:") ->
                    Granular.child(struct, step.substring(2));
            case Schema.MapOf map -> map.value();
            case Schema.ListOf list -> list.item();
            case Schema.Any any -> any;
            case Schema.Struct struct -> null;
            case Schema.Scalar scalar -> null;
            case Schema.Alternative alternative -> null;
            case null -> null;
        };
    }

    /** {@code .name}, {@code [name="c"]}, {@code [="x"]}. */
    static String readable(String step) {
        return switch (step.charAt(0)) {
            case 'f' -> "." + step.substring(2);
            case 'v' -> "[=" + step.substring(2) + "]";
            case 'k' -> keys(step.substring(2));
            default -> "[" + step.substring(2) + "]";
        };
    }

    private static String keys(String json) {
        StringBuilder text = new StringBuilder("[");
        Json.parse(json.getBytes(StandardCharsets.UTF_8))
                .properties()
                .forEach(
                        entry ->
                                text.append(text.length() > 1 ? "," : "")
                                        .append(entry.getKey())
                                        .append('=')
                                        .append(entry.getValue()));
        return text.append(']').toString();
    }
}
