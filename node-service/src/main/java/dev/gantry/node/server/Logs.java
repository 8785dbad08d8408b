package dev.gantry.node.server;

import dev.gantry.api.status.ApiError;
import dev.gantry.node.runtime.ContainerRuntime;
import dev.gantry.node.runtime.ContainerState;
import dev.gantry.node.runtime.Streams.LogQuery;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** A container's log as text. Kubernetes API reference, "PodLogOptions". */
final class Logs {

    private final ContainerRuntime runtime;
    private final Presence presence;

    Logs(ContainerRuntime runtime, Presence presence) {
        this.runtime = runtime;
        this.presence = presence;
    }

    void serve(Target target, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        ContainerState container = target.logged(flag(request, "previous"));
        LogQuery query =
                new LogQuery(
                        flag(request, "follow"),
                        flag(request, "timestamps"),
                        (int) Math.min(number(request, "tailLines", -1), Integer.MAX_VALUE),
                        since(request),
                        wants(request, "Stdout"),
                        wants(request, "Stderr"));
        long limit = number(request, "limitBytes", Long.MAX_VALUE);
        response.setStatus(200);
        response.setContentType("text/plain");
        response.flushBuffer();
        OutputStream out = response.getOutputStream();
        Thread reader = Thread.currentThread();
        try (Presence.Watching watched = presence.watch(request, reader::interrupt)) {
            runtime.streams().logs(container.id(), query, new Limited(out, limit));
        } catch (Enough complete) {
            out.flush();
        }
        // the client may have gone at the very end
        if (Thread.interrupted()) {
            throw new IOException("the reader of a log has gone");
        }
    }

    private static boolean flag(HttpServletRequest request, String name) {
        String value = request.getParameter(name);
        return value != null && (value.isEmpty() || value.equals("true") || value.equals("1"));
    }

    /** Both unless one is named. */
    private static boolean wants(HttpServletRequest request, String stream) {
        String asked = request.getParameter("stream");
        return asked == null || asked.isEmpty() || asked.equals("All") || asked.equals(stream);
    }

    private static long number(HttpServletRequest request, String name, long otherwise) {
        String value = request.getParameter(name);
        if (value == null || value.isEmpty()) {
            return otherwise;
        }
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw ApiError.badRequest(name + ": expected a number, found " + value).exception();
        }
    }

    private static @Nullable Instant since(HttpServletRequest request) {
        long seconds = number(request, "sinceSeconds", -1);
        if (seconds >= 0) {
            return Instant.now().minusSeconds(seconds);
        }
        String time = request.getParameter("sinceTime");
        if (time == null || time.isEmpty()) {
            return null;
        }
        try {
            return Instant.parse(time);
        } catch (DateTimeParseException e) {
            throw ApiError.badRequest("sinceTime: expected a time, found " + time).exception();
        }
    }

    /** As much was written as was asked for. */
    private static final class Enough extends IOException {}

    private static final class Limited extends OutputStream {

        private final OutputStream out;
        private long left;

        Limited(OutputStream out, long limit) {
            this.out = out;
            this.left = limit;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int some = (int) Math.min(length, left);
            out.write(bytes, offset, some);
            left -= some;
            if (left == 0) {
                throw new Enough();
            }
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }
    }
}
