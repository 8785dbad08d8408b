package dev.gantry.state.golden;

import dev.gantry.api.json.Json;
import dev.gantry.client.door.Caller;
import dev.gantry.state.memory.DoorClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** One request of a case, with the variables of the case filled in. */
record GoldenStep(JsonNode step) {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z0-9_]+)}");

    /** Who asked when the cases were recorded. */
    private static final Caller RECORDED =
            new Caller(
                    "admin",
                    "",
                    List.of("system:masters", "system:authenticated"),
                    Map.of(
                            "authentication.kubernetes.io/credential-id",
                            List.of(
                                    "X509SHA256=fcad8102432e30c57a1b4387b05b1bc79d9ae75eb21fa7b618568a73133e806c")));

    private static final byte[] NOTHING = new byte[0];

    DoorClient.Reply send(DoorClient client, Map<String, String> variables) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("accept", List.of("application/json"));
        headers.put("user-agent", List.of("golden/1.0"));
        step.path("headers")
                .properties()
                .forEach(
                        e ->
                                headers.put(
                                        e.getKey().toLowerCase(Locale.ROOT),
                                        List.of(fill(e.getValue().asString(), variables))));
        byte[] body = body(variables);
        String contentType = Json.text(step, "contentType");
        if (!contentType.isEmpty()) {
            headers.put("content-type", List.of(contentType));
        } else if (body.length > 0 && !headers.containsKey("content-type")) {
            headers.put("content-type", List.of("application/json"));
        }
        return client.send(
                RECORDED,
                Json.text(step, "method"),
                fill(Json.text(step, "path"), variables),
                headers,
                body);
    }

    private byte[] body(Map<String, String> variables) {
        if (step.has("bodyBase64")) {
            return Base64.getDecoder().decode(Json.text(step, "bodyBase64"));
        }
        if (step.path("bodyRepeat").isObject()) {
            JsonNode repeat = step.path("bodyRepeat");
            String text =
                    Json.text(repeat, "prefix")
                            + Json.text(repeat, "repeat").repeat(repeat.path("count").asInt())
                            + Json.text(repeat, "suffix");
            return text.getBytes(StandardCharsets.UTF_8);
        }
        JsonNode body = step.path("body");
        if (body.isMissingNode() || body.isNull()) {
            return NOTHING;
        }
        String text = body.isString() ? body.asString() : Json.MAPPER.writeValueAsString(body);
        return fill(text, variables).getBytes(StandardCharsets.UTF_8);
    }

    static String fill(String text, Map<String, String> variables) {
        Matcher matcher = VARIABLE.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            String value = variables.getOrDefault(matcher.group(1), matcher.group());
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(filled).toString();
    }
}
