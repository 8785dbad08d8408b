package dev.gantry.client;

import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads a {@code Status} document back into an {@link ApiError}. */
final class StatusReader {

    private static final int QUOTED = 200;

    private StatusReader() {}

    /** A reply's error; a body that is no Status becomes the message. */
    static ApiError read(int code, byte[] body) {
        try {
            JsonNode status = Json.parse(body);
            if (Json.text(status, "kind").equals("Status")) {
                return read(status, code);
            }
        } catch (JacksonException notJson) {
            // quoted below: a proxy or a broken server answered
        }
        String text = new String(body, StandardCharsets.UTF_8).strip();
        String quoted = text.length() > QUOTED ? text.substring(0, QUOTED) + "..." : text;
        return new ApiError(code, "", "the server answered " + code + " with: " + quoted, null, 0);
    }

    /**
     * @param otherwise the code when the document has none
     */
    static ApiError read(JsonNode status, int otherwise) {
        JsonNode details = status.path("details");
        return new ApiError(
                status.path("code").asInt(otherwise),
                Json.text(status, "reason"),
                Json.text(status, "message"),
                details.isObject() ? details(details) : null,
                details.path("retryAfterSeconds").asInt(0));
    }

    private static ApiError.Details details(JsonNode node) {
        List<ApiError.Cause> causes = new ArrayList<>();
        for (JsonNode cause : node.path("causes")) {
            causes.add(
                    new ApiError.Cause(
                            Json.text(cause, "reason"),
                            Json.text(cause, "message"),
                            Json.text(cause, "field")));
        }
        return new ApiError.Details(
                Json.text(node, "name"),
                Json.text(node, "group"),
                Json.text(node, "kind"),
                Json.text(node, "uid"),
                causes);
    }
}
