package dev.gantry.client;

import dev.gantry.api.status.ApiError;
import dev.gantry.client.door.ByteSink;
import dev.gantry.client.door.DoorReply;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;

/** Collects a reply that ends by itself. */
final class WholeReply implements DoorReply, ByteSink {

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int status;
    private Map<String, List<String>> headers = Map.of();
    private boolean complete;

    @Override
    public ByteSink begin(int code, Map<String, List<String>> replyHeaders) {
        status = code;
        headers = replyHeaders;
        return this;
    }

    @Override
    public boolean cancelled() {
        return false;
    }

    @Override
    public void onCancel(Runnable action) {}

    @Override
    public void write(byte[] bytes, int offset, int length) {
        body.write(bytes, offset, length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        complete = true;
    }

    boolean ok() {
        return complete && status >= 200 && status < 300;
    }

    byte[] body() {
        return body.toByteArray();
    }

    /** What went wrong; the Retry-After header counts where the Status says nothing. */
    ApiError error() {
        if (!complete) {
            return ApiError.timeout("the reply was cut off; the outcome is not known");
        }
        ApiError error = StatusReader.read(status, body());
        int retryAfter = error.retryAfterSeconds();
        if (retryAfter == 0) {
            retryAfter = seconds(headers.getOrDefault("retry-after", List.of()));
        }
        return new ApiError(
                error.code(), error.reason(), error.message(), error.details(), retryAfter);
    }

    private static int seconds(List<String> header) {
        try {
            return header.isEmpty() ? 0 : Integer.parseInt(header.get(0));
        } catch (NumberFormatException date) {
            return 1;
        }
    }
}
