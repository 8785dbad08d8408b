package dev.gantry.testkit.door;

import dev.gantry.api.json.Json;
import dev.gantry.client.door.ByteSink;
import dev.gantry.client.door.DoorReply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Takes a reply and lets the test look, also while it runs. Safe for concurrent use. */
public final class RecordedReply implements DoorReply {

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final List<Runnable> actions = new ArrayList<>();
    private volatile int status;
    private volatile Map<String, List<String>> headers = Map.of();
    private volatile boolean closed;
    private volatile boolean cancelled;

    @Override
    public ByteSink begin(int code, Map<String, List<String>> replyHeaders) {
        if (status != 0) {
            throw new IllegalStateException("a reply begins once");
        }
        status = code;
        headers = replyHeaders;
        return new ByteSink() {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (cancelled) {
                    throw new IOException("the receiver is gone");
                }
                body.write(bytes, offset, length);
            }

            @Override
            public void flush() throws IOException {
                if (cancelled) {
                    throw new IOException("the receiver is gone");
                }
            }

            @Override
            public void close() {
                closed = true;
            }
        };
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    @Override
    public void onCancel(Runnable action) {
        synchronized (actions) {
            if (!cancelled) {
                actions.add(action);
                return;
            }
        }
        action.run();
    }

    /** The receiver goes away. */
    public void cancel() {
        List<Runnable> all;
        synchronized (actions) {
            cancelled = true;
            all = List.copyOf(actions);
        }
        all.forEach(Runnable::run);
    }

    /** 0 while nothing was answered. */
    public int status() {
        return status;
    }

    public Map<String, List<String>> headers() {
        return headers;
    }

    /** Whether the reply came to its end. */
    public boolean complete() {
        return closed;
    }

    public byte[] bytes() {
        return body.toByteArray();
    }

    public String text() {
        return body.toString(java.nio.charset.StandardCharsets.UTF_8);
    }

    public JsonNode json() {
        return Json.parse(bytes());
    }

    /** The whole lines of a stream so far. */
    public List<JsonNode> lines() {
        String text = text();
        int end = text.lastIndexOf('\n');
        if (end < 0) {
            return List.of();
        }
        return text.substring(0, end)
                .lines()
                .filter(line -> !line.isBlank())
                .map(line -> Json.parse(line.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .toList();
    }
}
