package dev.gantry.state.customresource.schema;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.StringNode;

/** {@code @.type=="Ready"}, or only {@code @.type} for what has one. Immutable. */
record JsonPathFilter(JsonPath left, String operator, @Nullable JsonNode right) {

    private static final Pattern COMPARISON =
            Pattern.compile("(@[^=!<>]*?)\\s*(==|!=|<=|>=|<|>)\\s*(.+)");

    /**
     * @throws IllegalArgumentException when it is no filter
     */
    static JsonPathFilter parse(String text) {
        Matcher comparison = COMPARISON.matcher(text.strip());
        if (!comparison.matches()) {
            return new JsonPathFilter(path(text.strip()), "", null);
        }
        return new JsonPathFilter(
                path(comparison.group(1)), comparison.group(2), literal(comparison.group(3)));
    }

    private static JsonPath path(String text) {
        return JsonPath.parse(text).orElseThrow(() -> new IllegalArgumentException(text));
    }

    private static JsonNode literal(String text) {
        String plain = text.strip();
        if (plain.startsWith("\"") || plain.startsWith("'")) {
            return StringNode.valueOf(plain.substring(1, plain.length() - 1));
        }
        if (plain.equals("true") || plain.equals("false")) {
            return BooleanNode.valueOf(plain.equals("true"));
        }
        return DecimalNode.valueOf(new java.math.BigDecimal(plain));
    }

    boolean accepts(JsonNode element) {
        List<JsonNode> found = left.find(element);
        if (right == null || found.isEmpty()) {
            return right == null && !found.isEmpty();
        }
        JsonNode value = found.get(0);
        return switch (operator) {
            case "==" -> Equal.of(value, right);
            case "!=" -> !Equal.of(value, right);
            case "<" -> order(value, right) < 0;
            case "<=" -> order(value, right) <= 0;
            case ">" -> order(value, right) > 0;
            default -> order(value, right) >= 0;
        };
    }

    private static int order(JsonNode a, JsonNode b) {
        return a.isNumber() && b.isNumber()
                ? a.decimalValue().compareTo(b.decimalValue())
                : a.asString("").compareTo(b.asString(""));
    }
}
