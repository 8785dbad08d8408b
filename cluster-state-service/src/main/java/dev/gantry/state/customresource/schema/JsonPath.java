package dev.gantry.state.customresource.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The JSONPath of printer columns: {@code .spec.ports[0].name}, {@code ['a.b']}, {@code [*]},
 * {@code [1:]}, {@code ..name}, {@code [?(@.type=="Ready")].status}. Immutable. Kubernetes:
 * "JSONPath Support".
 */
public final class JsonPath {

    /** One step: from some values to others. */
    private interface Step {
        void follow(JsonNode from, List<JsonNode> to);
    }

    private final List<Step> steps;

    private JsonPath(List<Step> steps) {
        this.steps = steps;
    }

    /** Empty when the text is no such path. */
    public static Optional<JsonPath> parse(String text) {
        try {
            return Optional.of(new JsonPath(new Reader(text).steps()));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** Everything that the path leads to, in document order. */
    public List<JsonNode> find(JsonNode root) {
        List<JsonNode> at = List.of(root);
        for (Step step : steps) {
            List<JsonNode> next = new ArrayList<>();
            at.forEach(node -> step.follow(node, next));
            at = next;
        }
        return at;
    }

    private static Step property(String name) {
        return name.equals("*") ? JsonPath::everything : (from, to) -> add(from.path(name), to);
    }

    private static void add(JsonNode found, List<JsonNode> to) {
        if (!found.isMissingNode()) {
            to.add(found);
        }
    }

    private static void everything(JsonNode from, List<JsonNode> to) {
        if (from.isContainer()) {
            from.forEach(to::add);
        }
    }

    private static Step deep(String name) {
        return (from, to) -> deep(from, name, to);
    }

    private static void deep(JsonNode from, String name, List<JsonNode> to) {
        if (from.has(name)) {
            to.add(from.path(name));
        }
        if (from.isContainer()) {
            from.forEach(child -> deep(child, name, to));
        }
    }

    private static Step slice(String[] bounds) {
        return (from, to) -> {
            if (!from.isArray()) {
                return;
            }
            int start = bounds[0].isBlank() ? 0 : index(bounds[0], from.size());
            int end =
                    bounds.length < 2 || bounds[1].isBlank()
                            ? from.size()
                            : index(bounds[1], from.size());
            for (int i = Math.max(0, start); i < Math.min(end, from.size()); i++) {
                to.add(from.get(i));
            }
        };
    }

    private static int index(String text, int size) {
        int index = Integer.parseInt(text.strip());
        return index < 0 ? index + size : index;
    }

    private static Step element(String text) {
        int wanted = Integer.parseInt(text);
        return (from, to) -> {
            int index = wanted < 0 ? wanted + from.size() : wanted;
            if (from.isArray() && index >= 0 && index < from.size()) {
                to.add(from.get(index));
            }
        };
    }

    private static Step filter(JsonPathFilter filter) {
        return (from, to) -> {
            if (from.isContainer()) {
                for (JsonNode child : from) {
                    if (filter.accepts(child)) {
                        to.add(child);
                    }
                }
            }
        };
    }

    /** Reads one path. */
    private static final class Reader {

        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        List<Step> steps() {
            List<Step> steps = new ArrayList<>();
            if (text.startsWith("$") || text.startsWith("@")) {
                at++;
            }
            while (at < text.length()) {
                char c = text.charAt(at);
                if (c == '.') {
                    at++;
                    if (text.startsWith(".", at)) {
                        at++;
                        steps.add(deep(name()));
                    } else if (at < text.length() && text.charAt(at) != '[') {
                        steps.add(property(name()));
                    }
                } else if (c == '[') {
                    steps.add(bracket());
                } else {
                    steps.add(property(name()));
                }
            }
            return steps;
        }

        private String name() {
            StringBuilder name = new StringBuilder();
            while (at < text.length() && ".[".indexOf(text.charAt(at)) < 0) {
                if (text.charAt(at) == '\\') {
                    at++;
                }
                name.append(text.charAt(at++));
            }
            if (name.isEmpty()) {
                throw new IllegalArgumentException("a name is missing");
            }
            return name.toString();
        }

        private Step bracket() {
            int end = closing();
            String inside = text.substring(at + 1, end).strip();
            at = end + 1;
            if (inside.startsWith("?(") && inside.endsWith(")")) {
                return filter(JsonPathFilter.parse(inside.substring(2, inside.length() - 1)));
            }
            if (inside.startsWith("'") || inside.startsWith("\"")) {
                return property(inside.substring(1, inside.length() - 1));
            }
            if (inside.equals("*")) {
                return JsonPath::everything;
            }
            return inside.contains(":") ? slice(inside.split(":", -1)) : element(inside);
        }

        private int closing() {
            char quote = 0;
            int depth = 0;
            for (int i = at; i < text.length(); i++) {
                char c = text.charAt(i);
                if (quote != 0) {
                    quote = c == quote ? 0 : quote;
                } else if (c == '\'' || c == '"') {
                    quote = c;
                } else if (c == '[') {
                    depth++;
                } else if (c == ']' && --depth == 0) {
                    return i;
                }
            }
            throw new IllegalArgumentException("a bracket is not closed");
        }
    }

    /** Paths such as {@code .spec.color}, as steps; empty for others. */
    public static List<String> plainSteps(String path) {
        if (!path.matches("(\\.[A-Za-z_][-A-Za-z0-9_]*)+")) {
            return List.of();
        }
        return List.of(path.substring(1).split("\\."));
    }
}
