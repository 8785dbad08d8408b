package dev.gantry.client;

import dev.gantry.api.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;

/**
 * One line of a watch, {@code {"type":"ADDED","object":{...}}}.
 *
 * @param object the bytes of the object, cut out and not re-encoded where the line has the usual
 *     form
 */
record WatchLine(String type, byte[] object) {

    private static final byte[] HEAD = "{\"type\":\"".getBytes(StandardCharsets.UTF_8);
    private static final byte[] MIDDLE = "\",\"object\":".getBytes(StandardCharsets.UTF_8);
    private static final int LONGEST_TYPE = 16;

    /**
     * @throws tools.jackson.core.JacksonException when the line is not JSON
     */
    static WatchLine parse(byte[] line) {
        int end = line.length;
        while (end > 0 && Character.isWhitespace(line[end - 1])) {
            end--;
        }
        if (startsWith(line, 0, HEAD) && end > 0 && line[end - 1] == '}') {
            for (int i = HEAD.length; i < Math.min(end, HEAD.length + LONGEST_TYPE); i++) {
                if (startsWith(line, i, MIDDLE)) {
                    return new WatchLine(
                            new String(line, HEAD.length, i - HEAD.length, StandardCharsets.UTF_8),
                            Arrays.copyOfRange(line, i + MIDDLE.length, end - 1));
                }
            }
        }
        JsonNode event = Json.parse(line);
        return new WatchLine(Json.text(event, "type"), Json.bytes(event.path("object")));
    }

    private static boolean startsWith(byte[] line, int at, byte[] expected) {
        return at + expected.length <= line.length
                && Arrays.equals(line, at, at + expected.length, expected, 0, expected.length);
    }
}
