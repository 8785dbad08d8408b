package dev.gantry.gateway.proxy;

import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiException;
import dev.gantry.runtime.door.ClientPresence;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * Passes one request on and its reply back. An upgrade that the other side accepts turns into two
 * streams of bytes that end when either side ends; which protocol they speak is not looked at.
 */
final class Relay {

    private static final int BUFFER_BYTES = 32 * 1024;
    private static final Set<String> DROPPED =
            Set.of(
                    "connection",
                    "keep-alive",
                    "transfer-encoding",
                    "content-length",
                    "trailer",
                    "upgrade",
                    "proxy-authenticate");

    private final Dialer dialer;
    private final ClientPresence presence;
    private final Upgrades upgrades;

    Relay(Dialer dialer, ClientPresence presence, Upgrades upgrades) {
        this.dialer = dialer;
        this.presence = presence;
        this.upgrades = upgrades;
    }

    void relay(Upstream upstream, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        boolean upgrade = request.getHeader("Upgrade") != null;
        Socket socket = dialer.dial(upstream);
        boolean handedOn = false;
        try {
            InputStream in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
            ResponseHead head = exchange(upstream, request, socket, in, upgrade);
            if (upgrade && head.status() == 101) {
                upgrades.accept(head, socket, in, request);
                handedOn = true;
                return;
            }
            try (ClientPresence.Registration watched =
                    presence.watch(request, () -> Dialer.close(socket))) {
                answer(upstream, head, head.body(in, request.getMethod()), response, socket);
            }
        } finally {
            if (!handedOn) {
                Dialer.close(socket);
            }
        }
    }

    private static ResponseHead exchange(
            Upstream upstream,
            HttpServletRequest request,
            Socket socket,
            InputStream in,
            boolean upgrade)
            throws IOException {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(RequestHead.render(upstream, request, upgrade));
            if (!upgrade) {
                sendBody(request, out);
            }
            out.flush();
            return ResponseHead.read(in);
        } catch (IOException e) {
            throw new ApiError(
                            upstream.node() == null ? 503 : 500,
                            upstream.node() == null ? "ServiceUnavailable" : "InternalError",
                            "error proxying to " + upstream.authority() + ": " + e.getMessage(),
                            null,
                            0)
                    .exception();
        }
    }

    private static void sendBody(HttpServletRequest request, OutputStream out) throws IOException {
        boolean chunks = RequestHead.hasChunks(request);
        if (!chunks && request.getContentLengthLong() <= 0) {
            return;
        }
        InputStream body = request.getInputStream();
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
            if (chunks && n > 0) {
                out.write((Integer.toHexString(n) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
            out.write(buffer, 0, n);
            if (chunks && n > 0) {
                out.write('\r');
                out.write('\n');
            }
        }
        if (chunks) {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static void answer(
            Upstream upstream,
            ResponseHead head,
            InputStream body,
            HttpServletResponse response,
            Socket socket)
            throws IOException {
        boolean json = head.header("Content-Type").contains("json");
        if (upstream.statusErrors() && head.status() >= 400 && !json) {
            throw failure(head.status(), ResponseHead.text(body.readNBytes(BUFFER_BYTES)));
        }
        response.setStatus(head.status());
        for (ResponseHead.Header header : head.headers()) {
            if (!DROPPED.contains(header.name().toLowerCase(Locale.ROOT))) {
                response.addHeader(header.name(), header.value());
            }
        }
        String length = head.header("Content-Length");
        if (!length.isEmpty()) {
            response.setContentLengthLong(Long.parseLong(length));
        }
        socket.setSoTimeout(0);
        stream(body, response);
    }

    /** As bytes come they go; a log that is followed is read line by line at the other end. */
    private static void stream(InputStream body, HttpServletResponse response) throws IOException {
        response.flushBuffer();
        OutputStream out = response.getOutputStream();
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
            out.write(buffer, 0, n);
            if (body.available() == 0) {
                out.flush();
            }
        }
    }

    private static ApiException failure(int code, String text) {
        String message = text.isEmpty() ? "the node refused the request" : text;
        return switch (code) {
            case 400 -> ApiError.badRequest(message).exception();
            case 404 -> new ApiError(404, "NotFound", message, null, 0).exception();
            case 403 -> new ApiError(403, "Forbidden", message, null, 0).exception();
            case 503 -> new ApiError(503, "ServiceUnavailable", message, null, 1).exception();
            default ->
                    new ApiError(
                                    code,
                                    code < 500 ? "BadRequest" : "InternalError",
                                    message,
                                    null,
                                    0)
                            .exception();
        };
    }
}
