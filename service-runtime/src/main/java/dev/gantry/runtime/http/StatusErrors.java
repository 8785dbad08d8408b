package dev.gantry.runtime.http;

import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * What Jetty itself refuses, such as a head that is no HTTP, is a Status too. No detail of an
 * exception goes out.
 */
final class StatusErrors extends ErrorHandler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int code = response.getStatus() < 400 ? 500 : response.getStatus();
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        byte[] body = Json.bytes(error(code).toStatus());
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }

    private static ApiError error(int code) {
        return switch (code) {
            case 404 -> ApiError.pathNotFound();
            case 405 -> ApiError.methodNotAllowed();
            case 500 -> ApiError.internal("the request could not be handled");
            case 503 -> ApiError.unavailable("the server is stopping");
            default ->
                    new ApiError(
                            code,
                            code < 500 ? "BadRequest" : "InternalError",
                            "the request could not be read",
                            new ApiError.Details("", "", "", "", List.of()),
                            0);
        };
    }
}
