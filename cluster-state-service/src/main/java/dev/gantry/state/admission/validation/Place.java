package dev.gantry.state.admission.validation;

import dev.gantry.state.admission.Problems;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.StringNode;

/**
 * A place in a document that is being checked: where it is, what stands there, and where problems
 * are told. Cheap to make; reading an absent place gives empty values.
 *
 * <p>{@code pod.at("spec").at("containers").items()} gives places named {@code spec.containers[0]}.
 */
public final class Place {

    private final String path;
    private final JsonNode node;
    private final Problems problems;

    private Place(String path, JsonNode node, Problems problems) {
        this.path = path;
        this.node = node;
        this.problems = problems;
    }

    /** The whole document. */
    public static Place root(JsonNode document, Problems problems) {
        return new Place("", document, problems);
    }

    public String path() {
        return path;
    }

    public JsonNode node() {
        return node;
    }

    public Problems problems() {
        return problems;
    }

    /** A field below. */
    public Place at(String field) {
        return new Place(join(field), node.path(field), problems);
    }

    /** An item of a list. */
    public Place item(int index) {
        return new Place(path + "[" + index + "]", node.path(index), problems);
    }

    /** The value of a map's key, named {@code path[key]}. */
    public Place key(String key) {
        return new Place(path + "[" + key + "]", node.path(key), problems);
    }

    /** A field below that is named but not there, for problems of what a document lacks. */
    public Place absent(String field) {
        return new Place(join(field), MissingNode.getInstance(), problems);
    }

    /** The same value under another name, where Kubernetes names it oddly. */
    public Place named(String otherPath) {
        return new Place(otherPath, node, problems);
    }

    /** Another value under the same name. */
    public Place holding(JsonNode other) {
        return new Place(path, other, problems);
    }

    /** A text under the same name. */
    public Place saying(String text) {
        return holding(StringNode.valueOf(text));
    }

    /** The same value, telling its problems elsewhere. */
    public Place telling(Problems others) {
        return new Place(path, node, others);
    }

    private String join(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    /** The items of a list; none when it is absent. */
    public List<Place> items() {
        List<Place> items = new ArrayList<>(node.size());
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                items.add(item(i));
            }
        }
        return items;
    }

    /** The entries of a map, each named {@code path[key]}. */
    public Collection<Map.Entry<String, Place>> entries() {
        List<Map.Entry<String, Place>> entries = new ArrayList<>();
        if (node.isObject()) {
            node.properties().forEach(e -> entries.add(Map.entry(e.getKey(), key(e.getKey()))));
        }
        return entries;
    }

    public boolean present() {
        return !node.isMissingNode() && !node.isNull();
    }

    /** Absent, or an empty text, list or map. */
    public boolean empty() {
        return node.isString()
                ? node.stringValue().isEmpty()
                : !present() || node.isContainer() && node.isEmpty();
    }

    public String text() {
        return node.isString() ? node.stringValue() : "";
    }

    public long number() {
        return node.isNumber() ? node.longValue() : 0;
    }

    public boolean flag() {
        return node.isBoolean() && node.booleanValue();
    }

    /** The texts of a list. */
    public List<String> texts() {
        return items().stream().map(Place::text).toList();
    }

    public void required(String detail) {
        problems.required(path, detail);
    }

    public void invalid(String why) {
        problems.invalid(path, shown(), why);
    }

    public void forbidden(String why) {
        problems.forbidden(path, why);
    }

    public void duplicate() {
        problems.duplicate(path, shown());
    }

    public void notFound() {
        problems.notFound(path, shown());
    }

    public void unsupported(Collection<String> supported) {
        problems.unsupported(path, shown(), supported.stream().sorted().toList());
    }

    public void tooLong(int maximum) {
        problems.tooLong(path, maximum);
    }

    public void tooMany(int maximum) {
        problems.tooMany(path, node.size(), maximum);
    }

    private Object shown() {
        if (node.isString()) {
            return node.stringValue();
        }
        return present() ? node.toString() : "";
    }

    /** Tells each problem that a rule finds with the text. */
    public void check(NameRule rule) {
        rule.problems(text()).forEach(this::invalid);
    }

    /** The text must be there. */
    public boolean requireText() {
        if (text().isEmpty()) {
            required("");
            return false;
        }
        return true;
    }

    /** The text must be there and follow the rule. */
    public void requireText(NameRule rule) {
        if (requireText()) {
            check(rule);
        }
    }

    /** A number that is there must not be negative. */
    public void nonNegative() {
        if (node.isNumber() && node.longValue() < 0) {
            invalid("must be greater than or equal to 0");
        }
    }

    /** A number that is there must lie in a range, both ends included. */
    public void between(long least, long most) {
        if (node.isNumber() && (number() < least || number() > most)) {
            invalid("must be between %d and %d, inclusive".formatted(least, most));
        }
    }

    /** A text that is there must be one of a closed choice. */
    public void oneOf(Collection<String> supported) {
        if (!empty() && !supported.contains(text())) {
            unsupported(supported);
        }
    }

    /** The text must be there and be one of a closed choice. */
    public void requireOneOf(Collection<String> supported) {
        if (requireText()) {
            oneOf(supported);
        }
    }

    /** Tells items that occur twice, each at its own place. */
    public void noDuplicates() {
        Set<JsonNode> seen = new HashSet<>();
        items().stream().filter(i -> !seen.add(i.node())).forEach(Place::duplicate);
    }

    /** Tells items whose field occurs twice, at that field. */
    public void noDuplicates(String field) {
        Set<String> seen = new HashSet<>();
        for (Place item : items()) {
            Place value = item.at(field);
            if (!value.text().isEmpty() && !seen.add(value.text())) {
                value.duplicate();
            }
        }
    }

    /** What must never change. */
    public void unchanged(JsonNode stored) {
        if (!Same.value(node, stored)) {
            invalid("field is immutable");
        }
    }
}
