package dev.gantry.state.golden;

import dev.gantry.api.json.Json;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Replaces what a server may choose freely by placeholders; what the case itself sent is kept. */
final class Normal {

    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
    private static final Pattern ACCESS_VOLUME = Pattern.compile("kube-api-access-[a-z0-9]{5}");
    private static final Pattern ADDRESS = Pattern.compile("^[0-9a-f.:]+$");

    private final String sent;
    private final @Nullable Pattern generated;
    private final String generatedBase;

    Normal(String sent, String generateName) {
        this.sent = sent;
        this.generatedBase =
                generateName.length() > 58 ? generateName.substring(0, 58) : generateName;
        this.generated =
                generateName.isEmpty()
                        ? null
                        : Pattern.compile(Pattern.quote(generatedBase) + "[a-z0-9]{5}\\b");
    }

    boolean wasSent(String text) {
        return sent.contains(text);
    }

    String text(String value) {
        String result = replace(UUID, value, "<uid>");
        result = replace(TIME, result, "<time>");
        result = ACCESS_VOLUME.matcher(result).replaceAll("kube-api-access-<gen>");
        return generated == null
                ? result
                : generated
                        .matcher(result)
                        .replaceAll(Matcher.quoteReplacement(generatedBase + "<gen>"));
    }

    private String replace(Pattern pattern, String value, String placeholder) {
        return pattern.matcher(value)
                .replaceAll(
                        m ->
                                Matcher.quoteReplacement(
                                        wasSent(m.group()) ? m.group() : placeholder));
    }

    JsonNode tree(JsonNode node) {
        if (node.isString()) {
            return StringNode.valueOf(text(node.asString()));
        }
        if (node instanceof ArrayNode array) {
            ArrayNode result = Json.MAPPER.createArrayNode();
            array.forEach(item -> result.add(tree(item)));
            return result;
        }
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        ObjectNode result = Json.object();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            JsonNode value = member(entry.getKey(), entry.getValue());
            result.set(text(entry.getKey()), tree(value));
        }
        boolean review = Json.text(result, "kind").endsWith("AccessReview");
        if (review && !Json.text(result, "status", "reason").isEmpty()) {
            ((ObjectNode) result.path("status")).put("reason", "<text>");
        }
        return result;
    }

    private JsonNode member(String key, JsonNode value) {
        return switch (key) {
            case "metadata" -> value instanceof ObjectNode metadata ? metadata(metadata) : value;
            case "clusterIP" -> address(value);
            case "clusterIPs" -> addresses(value);
            case "nodePort", "healthCheckNodePort" ->
                    value.isNumber() && !wasSent(value.asString())
                            ? StringNode.valueOf("<port>")
                            : value;
            case "token" ->
                    value.isString() && value.asString().chars().filter(c -> c == '.').count() == 2
                            ? StringNode.valueOf("<token>")
                            : value;
            case "conditions" -> value instanceof ArrayNode list ? conditions(list) : value;
            case "warnings" ->
                    value.isArray() ? Json.MAPPER.getNodeFactory().numberNode(value.size()) : value;
            default -> value;
        };
    }

    private static JsonNode metadata(ObjectNode metadata) {
        ObjectNode copy = Json.object();
        copy.setAll(metadata);
        if (!copy.path("resourceVersion").asString("").isEmpty()) {
            copy.put("resourceVersion", "<rv>");
        }
        if (!copy.path("continue").asString("").isEmpty()) {
            copy.put("continue", "<continue>");
        }
        return copy;
    }

    private JsonNode address(JsonNode value) {
        boolean chosen =
                value.isString()
                        && ADDRESS.matcher(value.asString()).matches()
                        && !wasSent(value.asString());
        return chosen ? StringNode.valueOf("<ip>") : value;
    }

    private JsonNode addresses(JsonNode value) {
        if (!(value instanceof ArrayNode list)) {
            return value;
        }
        ArrayNode result = Json.MAPPER.createArrayNode();
        list.forEach(item -> result.add(address(item)));
        return result;
    }

    private static JsonNode conditions(ArrayNode list) {
        ArrayNode result = Json.MAPPER.createArrayNode();
        for (JsonNode item : list) {
            if (item instanceof ObjectNode object
                    && !object.path("message").asString("").isEmpty()) {
                ObjectNode copy = Json.object();
                copy.setAll(object);
                result.add(copy.put("message", "<message>"));
            } else {
                result.add(item);
            }
        }
        return result;
    }
}
