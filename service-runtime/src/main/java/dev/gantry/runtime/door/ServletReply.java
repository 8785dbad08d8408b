package dev.gantry.runtime.door;

import dev.gantry.api.status.ApiError;
import dev.gantry.client.door.ByteSink;
import dev.gantry.client.door.DoorReply;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One reply to one servlet request. */
final class ServletReply implements DoorReply {

    private static final Logger log = LoggerFactory.getLogger(ServletReply.class);

    private final HttpServletResponse response;
    private final boolean compressible;
    private final long compressFrom;
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final List<Runnable> onCancel = new ArrayList<>();
    private @Nullable Sink sink;

    ServletReply(HttpServletRequest request, HttpServletResponse response, long compressFrom) {
        this.response = response;
        this.compressFrom = compressFrom;
        this.compressible = compressFrom > 0 && acceptsGzip(request);
    }

    private static boolean acceptsGzip(HttpServletRequest request) {
        String accepted = request.getHeader("Accept-Encoding");
        return accepted != null && accepted.contains("gzip");
    }

    @Override
    public ByteSink begin(int status, Map<String, List<String>> headers) {
        if (sink != null) {
            throw new IllegalStateException("the reply has begun already");
        }
        response.setStatus(status);
        headers.forEach(this::header);
        boolean encoded = headers.containsKey("content-encoding");
        try {
            OutputStream out = response.getOutputStream();
            boolean gzip = compressible && !encoded && status == 200;
            sink =
                    new Sink(
                            gzip
                                    ? new LargeGzip(out, response, compressFrom, length(headers))
                                    : plain(out, headers));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sink;
    }

    private OutputStream plain(OutputStream out, Map<String, List<String>> headers) {
        long length = length(headers);
        if (length >= 0) {
            response.setContentLengthLong(length);
        }
        return out;
    }

    private void header(String name, List<String> values) {
        if (!name.equals("content-length")) {
            values.forEach(value -> response.addHeader(name, value));
        }
    }

    private static long length(Map<String, List<String>> headers) {
        List<String> values = headers.getOrDefault("content-length", List.of());
        return values.isEmpty() ? -1 : Long.parseLong(values.get(0));
    }

    @Override
    public boolean cancelled() {
        return cancelled.get();
    }

    @Override
    public void onCancel(Runnable action) {
        synchronized (onCancel) {
            if (!cancelled.get()) {
                onCancel.add(action);
                return;
            }
        }
        action.run();
    }

    void cancel() {
        List<Runnable> actions;
        synchronized (onCancel) {
            if (!cancelled.compareAndSet(false, true)) {
                return;
            }
            actions = List.copyOf(onCancel);
        }
        actions.forEach(Runnable::run);
    }

    /**
     * Ends the exchange after the door has returned.
     *
     * @throws IOException to make the listener cut the connection of a reply that was left
     *     unfinished, so that its receiver does not take it for whole
     */
    void finish() throws IOException {
        if (sink == null) {
            log.atError().log("the door gave no reply");
            Statuses.send(response, ApiError.internal("no reply was given"));
        } else if (!sink.closed && !cancelled()) {
            response.flushBuffer();
            throw new IOException("the reply was cut off");
        }
    }

    /** Passes bytes on; a failure means that the client has gone. */
    private final class Sink implements ByteSink {
        private final OutputStream out;
        private boolean closed;

        Sink(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            attempt(() -> out.write(bytes, offset, length));
        }

        @Override
        public void flush() throws IOException {
            attempt(out::flush);
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                attempt(out::close);
            }
        }

        private void attempt(Step step) throws IOException {
            try {
                step.run();
            } catch (IOException gone) {
                cancel();
                throw gone;
            }
        }
    }

    private interface Step {
        void run() throws IOException;
    }
}
