package dev.gantry.state.memory;

import dev.gantry.client.door.ByteSink;
import dev.gantry.client.door.Caller;
import dev.gantry.client.door.DoorReply;
import dev.gantry.client.door.DoorRequest;
import dev.gantry.client.door.StateDoor;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends requests through a door in the process and keeps the whole reply. */
public final class DoorClient {

    private static final Caller ADMIN =
            new Caller(
                    "gantry-admin",
                    "",
                    List.of("system:masters", "system:authenticated"),
                    Map.of());

    private final StateDoor door;

    public DoorClient(StateDoor door) {
        this.door = door;
    }

    /** A reply; header names are in lower case. */
    public record Reply(int code, Map<String, List<String>> headers, byte[] body) {
        public @Nullable String header(String name) {
            List<String> values = headers.get(name);
            return values == null || values.isEmpty() ? null : values.get(0);
        }
    }

    public Reply send(
            String method, String pathAndQuery, Map<String, List<String>> headers, byte[] body) {
        return send(ADMIN, method, pathAndQuery, headers, body);
    }

    public Reply send(
            Caller caller,
            String method,
            String pathAndQuery,
            Map<String, List<String>> headers,
            byte[] body) {
        int mark = pathAndQuery.indexOf('?');
        String path = mark < 0 ? pathAndQuery : pathAndQuery.substring(0, mark);
        String query = mark < 0 ? "" : pathAndQuery.substring(mark + 1);
        Kept kept = new Kept();
        door.call(new DoorRequest(caller, method, path, query, headers, body), kept);
        return new Reply(kept.status, kept.headers, kept.bytes.toByteArray());
    }

    private static final class Kept implements DoorReply, ByteSink {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int status;
        private Map<String, List<String>> headers = Map.of();

        @Override
        public ByteSink begin(int status, Map<String, List<String>> headers) {
            if (this.status != 0) {
                throw new IllegalStateException("the reply has begun");
            }
            this.status = status;
            this.headers = headers;
            return this;
        }

        @Override
        public boolean cancelled() {
            return false;
        }

        @Override
        public void onCancel(Runnable action) {}

        @Override
        public void write(byte[] data, int offset, int length) {
            bytes.write(data, offset, length);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
