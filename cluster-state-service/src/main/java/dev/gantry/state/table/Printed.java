package dev.gantry.state.table;

import dev.gantry.api.json.Json;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One document under the eyes of its printer, at one time. */
record Printed(ObjectNode object, Instant now) {

    static final String NONE = "<none>";
    static final String UNSET = "<unset>";
    static final String UNKNOWN = "<unknown>";

    JsonNode at(String... path) {
        return Json.at(object, path);
    }

    String text(String... path) {
        return Json.text(object, path);
    }

    /** The text at a path, or what stands for nothing. */
    String textOr(String nothing, String... path) {
        String text = text(path);
        return text.isEmpty() ? nothing : text;
    }

    long number(String... path) {
        return at(path).longValue(0);
    }

    boolean flag(String... path) {
        return at(path).booleanValue(false);
    }

    /** How many elements or keys there are at a path. */
    int count(String... path) {
        return at(path).size();
    }

    String name() {
        return text("metadata", "name");
    }

    boolean isDeleting() {
        return at("metadata").hasNonNull("deletionTimestamp");
    }

    /** Time since the creation. */
    String age() {
        return since(at("metadata", "creationTimestamp"));
    }

    String createdAt() {
        return text("metadata", "creationTimestamp");
    }

    /** Time since a timestamp, {@code <unknown>} when there is none. */
    String since(JsonNode timestamp) {
        Instant at = instant(timestamp);
        return at == null ? UNKNOWN : HumanDuration.of(Duration.between(at, now));
    }

    static @Nullable Instant instant(JsonNode timestamp) {
        if (!timestamp.isString()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(timestamp.stringValue()).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The status of a condition, empty when it is absent. */
    String condition(String type) {
        for (JsonNode condition : at("status", "conditions")) {
            if (Json.text(condition, "type").equals(type)) {
                return Json.text(condition, "status");
            }
        }
        return "";
    }

    boolean isTrue(String conditionType) {
        return condition(conditionType).equals("True");
    }

    /** A property of each element, joined by commas. */
    static String joined(JsonNode list, Function<JsonNode, String> each) {
        List<String> texts = new ArrayList<>();
        list.forEach(element -> texts.add(each.apply(element)));
        return String.join(",", texts);
    }

    static String names(JsonNode containers) {
        return joined(containers, c -> Json.text(c, "name"));
    }

    static String images(JsonNode containers) {
        return joined(containers, c -> Json.text(c, "image"));
    }

    static String strings(JsonNode list) {
        return joined(list, element -> element.asString(""));
    }

    /** At most {@code max} texts, then how many more. */
    static String shortened(List<String> texts, int count, int max, String nothing) {
        if (texts.isEmpty()) {
            return nothing;
        }
        String shown = String.join(",", texts.subList(0, Math.min(max, texts.size())));
        return count > max ? shown + " + " + (count - max) + " more..." : shown;
    }

    /** {@code a=b,c=d} by key; {@code <none>} for no labels. */
    static String labels(JsonNode labels) {
        Map<String, String> sorted = new TreeMap<>();
        labels.properties()
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue().asString("")));
        List<String> texts = new ArrayList<>();
        sorted.forEach((key, value) -> texts.add(key + "=" + value));
        return texts.isEmpty() ? NONE : String.join(",", texts);
    }

    /** A label selector as one text; {@code <none>} when it selects everything or is absent. */
    static String selector(JsonNode selector) {
        Map<String, List<String>> byKey = new TreeMap<>();
        selector.path("matchLabels")
                .properties()
                .forEach(
                        entry ->
                                add(
                                        byKey,
                                        entry.getKey(),
                                        entry.getKey() + "=" + entry.getValue().asString("")));
        for (JsonNode expression : selector.path("matchExpressions")) {
            String key = Json.text(expression, "key");
            add(byKey, key, requirement(key, expression));
        }
        List<String> all = new ArrayList<>();
        byKey.values().forEach(all::addAll);
        return all.isEmpty() ? NONE : String.join(",", all);
    }

    private static void add(Map<String, List<String>> byKey, String key, String text) {
        byKey.computeIfAbsent(key, k -> new ArrayList<>()).add(text);
    }

    private static String requirement(String key, JsonNode expression) {
        List<String> values = Json.texts(expression.path("values"));
        values.sort(null);
        String all = "(" + String.join(",", values) + ")";
        return switch (Json.text(expression, "operator")) {
            case "In" -> key + " in " + all;
            case "NotIn" -> key + " notin " + all;
            case "Exists" -> key;
            case "DoesNotExist" -> "!" + key;
            default -> "<error>";
        };
    }
}
