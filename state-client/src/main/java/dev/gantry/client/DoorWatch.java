package dev.gantry.client;

import dev.gantry.api.status.ApiError;
import dev.gantry.client.StateClient.Watch;
import dev.gantry.client.StateClient.WatchEvent;
import dev.gantry.client.StateClient.WatchHandler;
import dev.gantry.client.door.ByteSink;
import dev.gantry.client.door.DoorReply;
import dev.gantry.client.door.DoorRequest;
import dev.gantry.client.door.StateDoor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A watch through a door: one thread that reads events line by line. */
final class DoorWatch implements Watch, DoorReply {

    private static final Logger log = LoggerFactory.getLogger(DoorWatch.class);

    private final StateDoor door;
    private final DoorRequest request;
    private final WatchHandler handler;

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Runnable> cancelActions = new ArrayList<>();
    private volatile boolean cancelled;

    private int status;
    private final ByteArrayOutputStream errorBody = new ByteArrayOutputStream();
    private @Nullable ApiError error;

    DoorWatch(StateDoor door, DoorRequest request, WatchHandler handler) {
        this.door = door;
        this.request = request;
        this.handler = handler;
    }

    void start(String threadName) {
        Thread.ofVirtual().name(threadName).start(this::run);
    }

    private void run() {
        try {
            door.call(request, this);
        } catch (RuntimeException e) {
            log.atError().setCause(e).addKeyValue("path", request.path()).log("a watch failed");
            error = ApiError.internal("the watch failed: " + e.getMessage());
        }
        handler.ended(outcome());
    }

    private @Nullable ApiError outcome() {
        if (cancelled || error != null) {
            return error;
        }
        return status == 200 ? null : StatusReader.read(status, errorBody.toByteArray());
    }

    @Override
    public ByteSink begin(int code, Map<String, List<String>> headers) {
        status = code;
        return code == 200 ? new Lines() : new ErrorText();
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    @Override
    public void onCancel(Runnable action) {
        lock.lock();
        try {
            if (!cancelled) {
                cancelActions.add(action);
                return;
            }
        } finally {
            lock.unlock();
        }
        action.run();
    }

    @Override
    public void close() {
        List<Runnable> actions;
        lock.lock();
        try {
            if (cancelled) {
                return;
            }
            cancelled = true;
            actions = List.copyOf(cancelActions);
        } finally {
            lock.unlock();
        }
        actions.forEach(Runnable::run);
    }

    private void line(byte[] line) throws IOException {
        WatchLine event = WatchLine.parse(line);
        if (cancelled) {
            throw new IOException("the watch is closed");
        }
        if (event.type().equals("ERROR")) {
            error = StatusReader.read(500, event.object());
            throw new IOException("the watch ended with an error event");
        }
        handler.event(new WatchEvent(event.type(), event.object(), event.traceParent()));
    }

    /** Cuts the stream into lines. */
    private final class Lines implements ByteSink {

        private final ByteArrayOutputStream partial = new ByteArrayOutputStream();

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int from = offset;
            for (int i = offset; i < offset + length; i++) {
                if (bytes[i] == '\n') {
                    partial.write(bytes, from, i - from);
                    from = i + 1;
                    byte[] line = partial.toByteArray();
                    partial.reset();
                    if (line.length > 0) {
                        line(line);
                    }
                }
            }
            partial.write(bytes, from, offset + length - from);
        }

        @Override
        public void flush() throws IOException {
            if (cancelled) {
                throw new IOException("the watch is closed");
            }
        }

        @Override
        public void close() {}
    }

    /** Keeps the Status of a refused watch. */
    private final class ErrorText implements ByteSink {

        @Override
        public void write(byte[] bytes, int offset, int length) {
            errorBody.write(bytes, offset, length);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
