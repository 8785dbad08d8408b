package dev.gantry.state.document;

import dev.gantry.api.json.Json;
import dev.gantry.api.schema.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lists of a strategic merge. Elements are the same when their merge key is, primitives when they
 * are equal. The result keeps the order of the patch; elements that only the server has go before
 * the first patch element that they preceded on the server.
 */
final class StrategicLists {

    private final String mergeKey;
    private final Schema item;

    private StrategicLists(Schema.ListOf list) {
        this.mergeKey = list.mergeKey();
        this.item = list.item();
    }

    /** Merges a patch list; {@code original} and {@code patch} may be changed. */
    static ArrayNode merge(ArrayNode original, ArrayNode patch, Schema.ListOf schema) {
        return new StrategicLists(schema).merge(original, patch);
    }

    /**
     * What {@code $setElementOrder} asks for; null when neither side has the list.
     *
     * @param patch the list of the same patch, or null
     */
    static @Nullable ArrayNode ordered(
            @Nullable JsonNode original,
            @Nullable ArrayNode patch,
            ArrayNode order,
            Schema.@Nullable ListOf schema) {
        if (schema == null || !schema.patchStrategy().contains("merge")) {
            return patch != null ? Directives.drop(patch) : null;
        }
        StrategicLists lists = new StrategicLists(schema);
        lists.requireOrdered(patch, order);
        if (!(original instanceof ArrayNode before)) {
            return patch == null
                    ? null
                    : lists.arranged(
                            lists.merge(Json.MAPPER.createArrayNode(), patch), order, order);
        }
        ArrayNode copy = before.deepCopy();
        ArrayNode merged = patch == null ? before : lists.merge(before, patch);
        return lists.arranged(merged, order, copy);
    }

    static boolean contains(ArrayNode list, JsonNode item) {
        for (JsonNode each : list) {
            if (Values.equal(each, item)) {
                return true;
            }
        }
        return false;
    }

    private ArrayNode merge(ArrayNode original, ArrayNode patch) {
        ArrayNode before = original.deepCopy();
        ArrayNode changes = Json.MAPPER.createArrayNode();
        boolean replaced = false;
        for (JsonNode element : patch) {
            JsonNode directive = element.get(StrategicMerge.PATCH);
            if (directive == null) {
                changes.add(element);
            } else {
                replaced |= special(original, (ObjectNode) element, directive.stringValue(""));
            }
        }
        if (replaced) {
            return Directives.drop(Directives.withoutNulls(changes));
        }
        ArrayNode merged = original;
        for (JsonNode change : changes) {
            mergeOne(merged, change);
        }
        return arranged(merged, changes, before);
    }

    /** An element that is an instruction; true when the list is to be replaced. */
    private boolean special(ArrayNode original, ObjectNode element, String directive) {
        switch (directive) {
            case "replace" -> {
                return true;
            }
            case "delete" -> {
                JsonNode key = key(element);
                original.removeIf(each -> key.equals(each.get(mergeKey)));
                return false;
            }
            default ->
                    throw StrategicMerge.refused(
                            "unknown patch type: " + directive + " in map: " + element);
        }
    }

    private void mergeOne(ArrayNode merged, JsonNode change) {
        if (!(change instanceof ObjectNode object)) {
            if (!contains(merged, change)) {
                merged.add(change);
            }
            return;
        }
        key(object);
        int at = indexOf(merged, object);
        if (at >= 0 && merged.get(at) instanceof ObjectNode before) {
            merged.set(at, StrategicMerge.map(before, object, item));
        } else {
            merged.add(StrategicMerge.map(Json.object(), Directives.withoutNulls(object), item));
        }
    }

    private JsonNode key(ObjectNode element) {
        JsonNode key = mergeKey.isEmpty() ? null : element.get(mergeKey);
        if (key == null) {
            throw StrategicMerge.refused(
                    "map: " + element + " does not contain declared merge key: " + mergeKey);
        }
        return key;
    }

    private int indexOf(ArrayNode list, JsonNode element) {
        for (int i = 0; i < list.size(); i++) {
            if (isSame(list.get(i), element)) {
                return i;
            }
        }
        return -1;
    }

    private boolean isSame(JsonNode a, JsonNode b) {
        if (a.isObject() && b.isObject()) {
            JsonNode key = a.get(mergeKey);
            JsonNode other = b.get(mergeKey);
            return key != null && other != null && Values.equal(key, other);
        }
        return Values.equal(a, b);
    }

    /** Patch elements in the wanted order, server-only ones put between them. */
    private ArrayNode arranged(ArrayNode merged, ArrayNode wanted, ArrayNode server) {
        List<JsonNode> ours = new ArrayList<>();
        List<JsonNode> serverOnly = new ArrayList<>();
        merged.forEach(each -> (indexOf(wanted, each) >= 0 ? ours : serverOnly).add(each));
        ours.sort(Comparator.comparingInt(each -> indexOf(wanted, each)));
        ArrayNode result = Json.MAPPER.createArrayNode();
        int i = 0;
        for (JsonNode mine : ours) {
            int place = indexOf(server, mine);
            while (i < serverOnly.size()
                    && place >= 0
                    && isBefore(indexOf(server, serverOnly.get(i)), place)) {
                result.add(serverOnly.get(i++));
            }
            result.add(mine);
        }
        serverOnly.subList(i, serverOnly.size()).forEach(result::add);
        return result;
    }

    private static boolean isBefore(int index, int place) {
        return index >= 0 && index < place;
    }

    /** The elements of the patch must stand in the order that the patch itself asks for. */
    private void requireOrdered(@Nullable ArrayNode patch, ArrayNode order) {
        if (patch == null) {
            return;
        }
        int last = -1;
        for (JsonNode element : patch) {
            if (element.has(StrategicMerge.PATCH)) {
                continue;
            }
            int at = indexOf(order, element);
            if (at <= last) {
                throw StrategicMerge.refused(
                        "The order in patch list:\n"
                                + patch
                                + "\n doesn't match $setElementOrder list:\n"
                                + order
                                + "\n");
            }
            last = at;
        }
    }
}
