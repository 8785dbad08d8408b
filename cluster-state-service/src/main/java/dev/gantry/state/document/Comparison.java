package dev.gantry.state.document;

import dev.gantry.api.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What changed between two documents of a type, path by path. A path that exists on one side only
 * is added or removed itself, with everything below it; leaves and atomic values that differ are
 * modified. Null is a value: a field that is null on one side and absent on the other has changed.
 */
final class Comparison {

    private final FieldSet added = new FieldSet();
    private final FieldSet modified = new FieldSet();
    private final FieldSet removed = new FieldSet();
    private final List<String> path = new ArrayList<>();

    private Comparison() {}

    /**
     * @param ignored paths that are left out with everything below them
     */
    static Comparison of(ObjectNode before, ObjectNode after, Schema schema, FieldSet ignored) {
        Comparison comparison = new Comparison();
        comparison.fields(schema, before, after, ignored);
        return comparison;
    }

    FieldSet added() {
        return added;
    }

    FieldSet removed() {
        return removed;
    }

    FieldSet changed() {
        return modified.union(added);
    }

    FieldSet touched() {
        return changed().union(removed);
    }

    private void compare(
            @Nullable Schema schema,
            @Nullable JsonNode before,
            @Nullable JsonNode after,
            @Nullable FieldSet ignored) {
        if (before == after) {
            return;
        }
        if (schema == null) {
            leaf(before, after);
            return;
        }
        Schema.ListOf list = Granular.list(schema);
        if (isEmpty(before) && isEmpty(after)) {
            leaf(before, after);
        } else if (list != null && isListOrNull(before) && isListOrNull(after)) {
            elements(list, before, after);
            edge(before, after);
        } else if (Granular.isMap(schema, before, after)
                && isMapOrNull(before)
                && isMapOrNull(after)) {
            fields(schema, before, after, ignored);
            edge(before, after);
        } else {
            leaf(before, after);
        }
    }

    /** A value that is there on one side only counts itself, whatever it holds. */
    private void edge(@Nullable JsonNode before, @Nullable JsonNode after) {
        if (before == null) {
            added.insert(path);
        } else if (after == null) {
            removed.insert(path);
        }
    }

    private void leaf(@Nullable JsonNode before, @Nullable JsonNode after) {
        if (before == null || after == null) {
            edge(before, after);
        } else if (!Values.equal(before, after)) {
            modified.insert(path);
        }
    }

    private static boolean isEmpty(@Nullable JsonNode value) {
        return value == null || value.isNull() || value.isContainer() && value.isEmpty();
    }

    private static boolean isListOrNull(@Nullable JsonNode value) {
        return value == null || value.isNull() || value.isArray();
    }

    private static boolean isMapOrNull(@Nullable JsonNode value) {
        return value == null || value.isNull() || value.isObject();
    }

    private void fields(
            Schema schema,
            @Nullable JsonNode before,
            @Nullable JsonNode after,
            @Nullable FieldSet ignored) {
        Set<String> names = new LinkedHashSet<>();
        if (before != null) {
            names.addAll(before.propertyNames());
        }
        if (after != null) {
            names.addAll(after.propertyNames());
        }
        for (String name : names) {
            String step = Steps.field(name);
            FieldSet below = ignored == null ? null : ignored.child(step);
            if (below != null && below.isMember()) {
                continue;
            }
            path.add(step);
            compare(
                    Granular.child(schema, name),
                    before == null ? null : before.get(name),
                    after == null ? null : after.get(name),
                    below);
            path.removeLast();
        }
    }

    private void elements(Schema.ListOf list, @Nullable JsonNode before, @Nullable JsonNode after) {
        Map<String, List<JsonNode>> was = byStep(list, before);
        Map<String, List<JsonNode>> is = byStep(list, after);
        Set<String> steps = new LinkedHashSet<>(was.keySet());
        steps.addAll(is.keySet());
        for (String step : steps) {
            path.add(step);
            element(
                    list.item(),
                    was.getOrDefault(step, List.of()),
                    is.getOrDefault(step, List.of()));
            path.removeLast();
        }
    }

    /** Elements of the same name are one value together. */
    private void element(Schema item, List<JsonNode> was, List<JsonNode> is) {
        if (was.size() <= 1 && is.size() <= 1) {
            compare(item, was.isEmpty() ? null : was.get(0), is.isEmpty() ? null : is.get(0), null);
        } else if (was.size() >= 2 && is.size() >= 2) {
            if (!was.equals(is)) {
                modified.insert(path);
            }
        } else if (was.size() >= 2) {
            if (!is.isEmpty()) {
                compare(item, null, is.get(0), null);
            }
            removed.insert(path);
        } else {
            if (!was.isEmpty()) {
                compare(item, was.get(0), null, null);
            }
            added.insert(path);
        }
    }

    static Map<String, List<JsonNode>> byStep(Schema.ListOf list, @Nullable JsonNode array) {
        Map<String, List<JsonNode>> byStep = new LinkedHashMap<>();
        if (array instanceof ArrayNode elements) {
            for (JsonNode element : elements) {
                byStep.computeIfAbsent(Steps.element(list, element), k -> new ArrayList<>(1))
                        .add(element);
            }
        }
        return byStep;
    }
}
