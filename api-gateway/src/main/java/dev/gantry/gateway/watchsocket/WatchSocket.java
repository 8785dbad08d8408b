package dev.gantry.gateway.watchsocket;

import dev.gantry.client.door.ByteSink;
import dev.gantry.client.door.DoorReply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins the reply of the door, which runs on a thread of its own, with a WebSocket session that
 * opens after the reply has begun. A slow client makes the door wait.
 */
public final class WatchSocket extends Session.Listener.AbstractAutoDemanding {

    private static final Logger log = LoggerFactory.getLogger(WatchSocket.class);
    private static final int MAX_REFUSAL_BYTES = 1 << 20;
    private static final int OPEN_SECONDS = 30;

    private final CompletableFuture<Head> head = new CompletableFuture<>();
    private final CompletableFuture<Session> session = new CompletableFuture<>();
    private final List<Runnable> onCancel = new ArrayList<>();
    private boolean cancelled;

    /** How a reply began; a refusal comes with its body, a watch without. */
    record Head(int status, Map<String, List<String>> headers, byte[] body) {}

    CompletableFuture<Head> head() {
        return head;
    }

    DoorReply reply() {
        return new Reply();
    }

    /** Nothing more will come. */
    void doorReturned() {
        head.completeExceptionally(new IOException("no reply was given"));
        session.thenAccept(open -> open.close(StatusCode.NORMAL, "", Callback.NOOP));
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        super.onWebSocketOpen(opened);
        opened.setIdleTimeout(Duration.ZERO);
        session.complete(opened);
    }

    @Override
    public void onWebSocketClose(int code, String reason, Callback callback) {
        cancel();
        callback.succeed();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        log.atDebug().setCause(cause).log("a watch's client has gone");
        cancel();
    }

    void cancel() {
        List<Runnable> actions;
        synchronized (onCancel) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            actions = List.copyOf(onCancel);
        }
        session.completeExceptionally(new IOException("the client has gone"));
        actions.forEach(Runnable::run);
    }

    private final class Reply implements DoorReply {
        @Override
        public ByteSink begin(int status, Map<String, List<String>> headers) {
            if (status != 200) {
                return new Refusal(status, headers);
            }
            head.complete(new Head(status, headers, new byte[0]));
            return new Messages();
        }

        @Override
        public boolean cancelled() {
            synchronized (onCancel) {
                return cancelled;
            }
        }

        @Override
        public void onCancel(Runnable action) {
            synchronized (onCancel) {
                if (!cancelled) {
                    onCancel.add(action);
                    return;
                }
            }
            action.run();
        }
    }

    /** Collects a refusal whole. */
    private final class Refusal implements ByteSink {
        private final int status;
        private final Map<String, List<String>> headers;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();

        Refusal(int status, Map<String, List<String>> headers) {
            this.status = status;
            this.headers = headers;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (body.size() + length > MAX_REFUSAL_BYTES) {
                throw new IOException("the reply to a refused watch is too long");
            }
            body.write(bytes, offset, length);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            head.complete(new Head(status, headers, body.toByteArray()));
        }
    }

    /** Sends each line as one message. */
    private final class Messages implements ByteSink {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int start = offset;
            for (int i = offset; i < offset + length; i++) {
                if (bytes[i] == '\n') {
                    line.write(bytes, start, i - start);
                    send();
                    start = i + 1;
                }
            }
            line.write(bytes, start, offset + length - start);
        }

        private void send() throws IOException {
            String text = line.toString(StandardCharsets.UTF_8);
            line.reset();
            if (text.isEmpty()) {
                return;
            }
            try {
                Session open = session.orTimeout(OPEN_SECONDS, TimeUnit.SECONDS).join();
                Callback.Completable sent = new Callback.Completable();
                open.sendText(text, sent);
                sent.join();
            } catch (CompletionException e) {
                cancel();
                throw new IOException("the client has gone", e);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
