package dev.gantry.state.document;

import dev.gantry.api.json.Json;
import dev.gantry.api.schema.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lays an applied configuration over a live document: fields of the configuration win, granular
 * maps and lists are merged, everything else of the live document stays.
 */
final class TypedMerge {

    private TypedMerge() {}

    /** A new document; neither argument is changed. */
    static ObjectNode merge(ObjectNode live, ObjectNode config, Schema.Struct schema) {
        return maps(schema, live.deepCopy(), config);
    }

    /** Merges into {@code live}. */
    private static ObjectNode maps(Schema schema, ObjectNode live, ObjectNode config) {
        for (Map.Entry<String, JsonNode> entry : config.properties()) {
            String name = entry.getKey();
            live.set(name, value(Granular.child(schema, name), live.get(name), entry.getValue()));
        }
        return live;
    }

    private static JsonNode value(
            @Nullable Schema schema, @Nullable JsonNode live, JsonNode config) {
        if (schema != null && live != null) {
            if (config.isNull() && isGranular(schema, live)) {
                return live;
            }
            Schema.ListOf list = Granular.list(schema);
            if (list != null && live instanceof ArrayNode was && config instanceof ArrayNode is) {
                return was.isEmpty() ? is.deepCopy() : lists(list, was, is);
            }
            if (Granular.isMap(schema, live, config)
                    && live instanceof ObjectNode was
                    && config instanceof ObjectNode is) {
                return maps(schema, was, is);
            }
        }
        return config.deepCopy();
    }

    /** What null says nothing about: it has no part of its own that could replace one. */
    private static boolean isGranular(Schema schema, JsonNode live) {
        return !live.isEmpty()
                && (live.isArray() && Granular.list(schema) != null
                        || live.isObject() && Granular.isMap(schema, live, live));
    }

    /**
     * Keeps the configuration's order among its own elements and the live order among the others;
     * live elements that the configuration does not name come as soon as the order allows.
     */
    private static ArrayNode lists(Schema.ListOf list, ArrayNode live, ArrayNode config) {
        List<String> was = steps(list, live);
        List<String> is = steps(list, config);
        Map<String, List<JsonNode>> wasBy = Comparison.byStep(list, live);
        Set<String> wanted = new HashSet<>(is);
        List<String> shared = new ArrayList<>(is.stream().filter(wasBy::containsKey).toList());
        Set<String> done = new HashSet<>();
        ArrayNode merged = Json.MAPPER.createArrayNode();
        int l = 0;
        for (int c = 0; c < is.size(); c++) {
            String next = is.get(c);
            boolean isShared = wasBy.containsKey(next);
            String until = shared.isEmpty() ? null : shared.get(0);
            while (l < was.size() && !was.get(l).equals(next)) {
                String step = was.get(l);
                if (!wanted.contains(step)) {
                    merged.add(live.get(l));
                } else if (!done.contains(step) && step.equals(until)) {
                    break;
                }
                l++;
            }
            if (l < was.size() && was.get(l).equals(next)) {
                l++;
            }
            merged.add(one(list, wasBy.get(next), config.get(c)));
            done.add(next);
            if (isShared) {
                shared.remove(next);
            }
        }
        for (; l < was.size(); l++) {
            if (!wanted.contains(was.get(l))) {
                merged.add(live.get(l));
            }
        }
        return merged;
    }

    private static JsonNode one(
            Schema.ListOf list, @Nullable List<JsonNode> live, JsonNode config) {
        JsonNode before = live == null || live.size() > 1 ? null : live.get(0);
        return value(list.item(), before, config);
    }

    private static List<String> steps(Schema.ListOf list, ArrayNode array) {
        List<String> steps = new ArrayList<>(array.size());
        array.forEach(element -> steps.add(Steps.element(list, element)));
        return steps;
    }
}
