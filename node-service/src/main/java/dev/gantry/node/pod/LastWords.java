package dev.gantry.node.pod;

import dev.gantry.node.runtime.EngineException;
import dev.gantry.node.runtime.Streams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A container's termination message taken from its log. */
final class LastWords {

    /** Most bytes of a message. */
    static final int LIMIT = 4096;

    private static final int LINES = 80;
    private static final int LOG_LIMIT = 2048;

    private LastWords() {}

    static String ofLog(Streams streams, String id) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            streams.logs(id, Streams.LogQuery.tail(LINES), out);
        } catch (IOException | EngineException gone) {
            return "";
        }
        String text = out.toString(StandardCharsets.UTF_8);
        return text.length() > LOG_LIMIT ? text.substring(text.length() - LOG_LIMIT) : text;
    }
}
