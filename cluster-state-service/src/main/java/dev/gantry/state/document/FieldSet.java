package dev.gantry.state.document;

import dev.gantry.api.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A set of paths into a document, kept as a trie. Steps are spelled as on the wire: {@code f:name}
 * for a field, {@code k:{"name":"c"}} for an element of a keyed list, {@code v:"x"} for a value of
 * a set. Operations return new sets and may share parts of their arguments, which therefore are not
 * changed once they have been combined.
 */
final class FieldSet {

    private static final String SELF = ".";

    private boolean member;
    private final TreeMap<String, FieldSet> children = new TreeMap<>();

    static FieldSet of(String... paths) {
        FieldSet set = new FieldSet();
        for (String path : paths) {
            List<String> steps = new ArrayList<>();
            for (String name : path.split("\\.")) {
                steps.add("f:" + name);
            }
            set.insert(steps);
        }
        return set;
    }

    /** Reads the {@code fieldsV1} form; anything that is not an object counts as empty. */
    static FieldSet fromJson(@Nullable JsonNode json) {
        FieldSet set = new FieldSet();
        if (json instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                if (entry.getKey().equals(SELF)) {
                    set.member = true;
                } else {
                    FieldSet child = fromJson(entry.getValue());
                    child.member |= child.children.isEmpty();
                    set.children.put(entry.getKey(), child);
                }
            }
        }
        return set;
    }

    ObjectNode toJson() {
        ObjectNode json = Json.object();
        if (member && !children.isEmpty()) {
            json.putObject(SELF);
        }
        children.forEach((step, child) -> json.set(step, child.toJson()));
        return json;
    }

    void insert(List<String> path) {
        FieldSet at = this;
        for (String step : path) {
            at = at.children.computeIfAbsent(step, k -> new FieldSet());
        }
        at.member = true;
    }

    boolean isMember() {
        return member;
    }

    boolean isEmpty() {
        return !member && children.isEmpty();
    }

    @Nullable FieldSet child(String step) {
        return children.get(step);
    }

    Map<String, FieldSet> children() {
        return children;
    }

    FieldSet union(FieldSet other) {
        FieldSet all = new FieldSet();
        all.member = member || other.member;
        all.children.putAll(children);
        other.children.forEach((step, child) -> all.children.merge(step, child, FieldSet::union));
        return all;
    }

    FieldSet minus(FieldSet other) {
        FieldSet left = new FieldSet();
        left.member = member && !other.member;
        children.forEach(
                (step, child) -> {
                    FieldSet taken = other.children.get(step);
                    left.keep(step, taken == null ? child : child.minus(taken));
                });
        return left;
    }

    /** Without the given paths and everything below them. */
    FieldSet without(FieldSet roots) {
        FieldSet left = new FieldSet();
        left.member = member;
        children.forEach(
                (step, child) -> {
                    FieldSet root = roots.children.get(step);
                    if (root == null) {
                        left.keep(step, child);
                    } else if (!root.member) {
                        left.keep(step, child.without(root));
                    }
                });
        return left;
    }

    FieldSet intersection(FieldSet other) {
        FieldSet both = new FieldSet();
        both.member = member && other.member;
        children.forEach(
                (step, child) -> {
                    FieldSet match = other.children.get(step);
                    if (match != null) {
                        both.keep(step, child.intersection(match));
                    }
                });
        return both;
    }

    private void keep(String step, FieldSet child) {
        if (!child.isEmpty()) {
            children.put(step, child);
        }
    }

    /** Every member as a reader writes it: {@code .spec.containers[name="c"].image}. */
    List<String> paths() {
        List<String> paths = new ArrayList<>();
        collect(new StringBuilder(), paths);
        return paths;
    }

    private void collect(StringBuilder prefix, List<String> into) {
        if (member) {
            into.add(prefix.toString());
        }
        int length = prefix.length();
        children.forEach(
                (step, child) -> {
                    child.collect(prefix.append(Steps.readable(step)), into);
                    prefix.setLength(length);
                });
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FieldSet set
                && set.member == member
                && set.children.equals(children);
    }

    @Override
    public int hashCode() {
        return children.hashCode() * 31 + (member ? 1 : 0);
    }

    @Override
    public String toString() {
        return toJson().toString();
    }
}
