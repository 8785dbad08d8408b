package dev.gantry.state.document;

import dev.gantry.api.json.Json;
import dev.gantry.api.schema.Field;
import dev.gantry.api.schema.Schema;
import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Strategic merge patch: a merge patch that merges lists by their merge key and knows the
 * directives {@code $patch}, {@code $retainKeys}, {@code $setElementOrder/} and {@code
 * $deleteFromPrimitiveList/}. Kubernetes: "Update API Objects in Place Using kubectl patch" and the
 * strategic merge patch design notes.
 */
public final class StrategicMerge {

    static final String PATCH = "$patch";
    static final String RETAIN_KEYS = "$retainKeys";
    static final String SET_ORDER = "$setElementOrder/";
    static final String DELETE_FROM = "$deleteFromPrimitiveList/";

    private StrategicMerge() {}

    /**
     * The patched document; neither argument is changed.
     *
     * @throws ApiException 400 when a directive or the lack of a merge key makes the patch
     *     meaningless
     */
    public static ObjectNode apply(ObjectNode current, ObjectNode patch, Schema.Struct schema) {
        return map(current.deepCopy(), patch.deepCopy(), schema);
    }

    /** Merges into {@code original}, which is changed, as is {@code patch}. */
    static ObjectNode map(ObjectNode original, ObjectNode patch, @Nullable Schema schema) {
        JsonNode directive = patch.remove(PATCH);
        if (directive != null) {
            return switch (directive.stringValue("")) {
                case "replace" -> Directives.drop(patch);
                case "delete" -> Json.object();
                default -> throw refused("unknown patch type: " + directive + " in map: " + patch);
            };
        }
        Directives.retainKeys(original, patch);
        deleteFromPrimitiveLists(original, patch);
        setElementOrders(original, patch, schema);
        for (Map.Entry<String, JsonNode> entry : patch.properties()) {
            String name = entry.getKey();
            if (entry.getValue().isNull()) {
                original.remove(name);
            } else {
                original.set(name, merged(original.get(name), entry.getValue(), schema, name));
            }
        }
        return original;
    }

    private static JsonNode merged(
            @Nullable JsonNode original, JsonNode patch, @Nullable Schema schema, String name) {
        Schema child = child(schema, name);
        if (original instanceof ObjectNode before && patch instanceof ObjectNode change) {
            return strategy(schema, name).equals("replace")
                    ? Directives.drop(Directives.withoutNulls(change))
                    : map(before, change, child);
        }
        if (original instanceof ArrayNode before && patch instanceof ArrayNode change) {
            return child instanceof Schema.ListOf list && list.patchStrategy().contains("merge")
                    ? StrategicLists.merge(before, change, list)
                    : Directives.drop(Directives.withoutNulls(change));
        }
        return Directives.drop(Directives.withoutNulls(patch));
    }

    private static void deleteFromPrimitiveLists(ObjectNode original, ObjectNode patch) {
        for (String directive : names(patch, DELETE_FROM)) {
            JsonNode doomed = patch.remove(directive);
            if (!(doomed instanceof ArrayNode values)) {
                throw refused(directive + " must be a list");
            }
            if (original.get(directive.substring(DELETE_FROM.length()))
                    instanceof ArrayNode present) {
                present.removeIf(item -> StrategicLists.contains(values, item));
            }
        }
    }

    private static void setElementOrders(
            ObjectNode original, ObjectNode patch, @Nullable Schema schema) {
        for (String directive : names(patch, SET_ORDER)) {
            JsonNode order = patch.remove(directive);
            String name = directive.substring(SET_ORDER.length());
            if (!(order instanceof ArrayNode wanted)) {
                throw refused(directive + " must be a list");
            }
            JsonNode change = patch.get(name);
            if (change != null && !change.isArray()) {
                continue;
            }
            patch.remove(name);
            JsonNode ordered =
                    StrategicLists.ordered(
                            original.get(name),
                            (ArrayNode) change,
                            wanted,
                            child(schema, name) instanceof Schema.ListOf list ? list : null);
            if (ordered != null) {
                original.set(name, ordered);
            }
        }
    }

    private static List<String> names(ObjectNode patch, String prefix) {
        List<String> names = new ArrayList<>();
        for (String name : patch.propertyNames()) {
            if (name.startsWith(prefix)) {
                names.add(name);
            }
        }
        return names;
    }

    private static @Nullable Schema child(@Nullable Schema schema, String name) {
        return switch (schema) {
            case Schema.Struct struct -> {
                Field field = struct.field(name);
                yield field == null ? null : field.schema();
            }
            case Schema.MapOf map -> map.value();
            case Schema.Alternative alternative -> child(alternative.struct(), name);
            case Schema.ListOf list -> null;
            case Schema.Scalar scalar -> null;
            case Schema.Any any -> null;
            case null -> null;
        };
    }

    private static String strategy(@Nullable Schema schema, String name) {
        if (schema instanceof Schema.Struct struct) {
            Field field = struct.field(name);
            return field == null ? "" : field.patchStrategy();
        }
        return "";
    }

    static ApiException refused(String why) {
        return ApiError.badRequest(why).exception();
    }
}
