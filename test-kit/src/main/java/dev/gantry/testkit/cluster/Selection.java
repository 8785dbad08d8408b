package dev.gantry.testkit.cluster;

import dev.gantry.api.json.Json;
import dev.gantry.api.selector.FieldSelector;
import dev.gantry.api.selector.LabelSelector;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** Which objects a list, watch or informer wants. Any field path is selectable here. */
final class Selection {

    private Selection() {}

    static Predicate<ObjectNode> of(String namespace, String fields, String labels) {
        FieldSelector fieldSelector = FieldSelector.parse(fields);
        LabelSelector labelSelector =
                labels.isEmpty() ? LabelSelector.EVERYTHING : LabelSelector.parse(labels);
        return object ->
                (namespace.isEmpty()
                                || namespace.equals(Json.text(object, "metadata", "namespace")))
                        && labelSelector.matches(labels(object))
                        && fieldSelector.matches(values(fieldSelector, object));
    }

    static Predicate<ObjectNode> of(String namespace, Map<String, String> query) {
        return of(
                namespace,
                query.getOrDefault("fieldSelector", ""),
                query.getOrDefault("labelSelector", ""));
    }

    private static Map<String, String> labels(ObjectNode object) {
        Map<String, String> labels = new HashMap<>();
        Json.at(object, "metadata", "labels")
                .properties()
                .forEach(e -> labels.put(e.getKey(), e.getValue().asString()));
        return labels;
    }

    private static Map<String, String> values(FieldSelector selector, ObjectNode object) {
        Map<String, String> values = new HashMap<>();
        selector.terms()
                .forEach(
                        term ->
                                values.put(
                                        term.field(),
                                        Json.at(object, term.field().split("\\.")).asString("")));
        return values;
    }
}
