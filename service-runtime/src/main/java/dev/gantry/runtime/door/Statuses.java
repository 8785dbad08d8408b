package dev.gantry.runtime.door;

import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Sends a failure as the Status document that every client understands. */
public final class Statuses {

    private Statuses() {}

    /** Does nothing when the reply has begun. */
    public static void send(HttpServletResponse response, ApiError error) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        byte[] body = Json.bytes(error.toStatus());
        response.setStatus(error.code());
        response.setHeader("Content-Type", "application/json");
        response.setHeader("Cache-Control", "no-cache, private");
        if (error.retryAfterSeconds() > 0) {
            response.setHeader("Retry-After", Integer.toString(error.retryAfterSeconds()));
        }
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
