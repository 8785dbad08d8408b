package dev.gantry.client;

import dev.gantry.api.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One line of a watch, {@code {"type":"ADDED","object":{...}}}, with {@code "traceparent"} between
 * the two where it was asked for and is known.
 *
 * @param object the bytes of the object, cut out and not re-encoded where the line has the usual
 *     form
 * @param traceParent W3C trace context of the change
 */
record WatchLine(String type, byte[] object, @Nullable String traceParent) {

    /** A watch that asks with this header is told of the traces; it has no value of its own. */
    static final String ASKED = "x-gantry-traces";

    private static final byte[] HEAD = "{\"type\":\"".getBytes(StandardCharsets.UTF_8);
    private static final byte[] MIDDLE = "\",\"object\":".getBytes(StandardCharsets.UTF_8);
    private static final byte[] TRACE = "\",\"traceparent\":\"".getBytes(StandardCharsets.UTF_8);
    private static final int TRACE_LENGTH = 55;
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
                boolean traced = startsWith(line, i, TRACE);
                int middle = traced ? i + TRACE.length + TRACE_LENGTH : i;
                if (startsWith(line, middle, MIDDLE)) {
                    return new WatchLine(
                            text(line, HEAD.length, i),
                            Arrays.copyOfRange(line, middle + MIDDLE.length, end - 1),
                            traced ? text(line, i + TRACE.length, middle) : null);
                }
            }
        }
        JsonNode event = Json.parse(line);
        String trace = Json.text(event, "traceparent");
        return new WatchLine(
                Json.text(event, "type"),
                Json.bytes(event.path("object")),
                trace.isEmpty() ? null : trace);
    }

    private static String text(byte[] line, int from, int to) {
        return new String(line, from, to - from, StandardCharsets.UTF_8);
    }

    private static boolean startsWith(byte[] line, int at, byte[] expected) {
        return at + expected.length <= line.length
                && Arrays.equals(line, at, at + expected.length, expected, 0, expected.length);
    }
}
