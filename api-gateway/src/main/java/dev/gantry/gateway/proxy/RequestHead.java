package dev.gantry.gateway.proxy;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;

/** The head of the request that goes on, HTTP/1.1. */
final class RequestHead {

    private static final Set<String> DROPPED =
            Set.of(
                    "host",
                    "connection",
                    "keep-alive",
                    "proxy-connection",
                    "proxy-authorization",
                    "authorization",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "content-length",
                    "expect",
                    "http2-settings",
                    "upgrade",
                    "x-forwarded-for");

    private RequestHead() {}

    /**
     * One connection serves one request. Who calls is not passed on, and neither are credentials.
     */
    static byte[] render(Upstream upstream, HttpServletRequest request, boolean upgrade) {
        StringBuilder head = new StringBuilder(512);
        head.append(request.getMethod()).append(' ').append(upstream.path());
        head.append(" HTTP/1.1\r\nHost: ").append(upstream.authority()).append("\r\n");
        for (String name : Collections.list(request.getHeaderNames())) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!DROPPED.contains(lower)
                    && !lower.startsWith("x-remote-")
                    && !lower.startsWith("impersonate-")) {
                for (String value : Collections.list(request.getHeaders(name))) {
                    head.append(name).append(": ").append(value).append("\r\n");
                }
            }
        }
        head.append("X-Forwarded-For: ").append(request.getRemoteAddr()).append("\r\n");
        if (upgrade) {
            head.append("Connection: Upgrade\r\nUpgrade: ");
            head.append(request.getHeader("Upgrade")).append("\r\n");
        } else {
            head.append("Connection: close\r\n");
        }
        head.append(framing(request, upgrade));
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String framing(HttpServletRequest request, boolean upgrade) {
        if (request.getContentLengthLong() >= 0) {
            return "Content-Length: " + request.getContentLengthLong() + "\r\n";
        }
        if (hasChunks(request)) {
            return "Transfer-Encoding: chunked\r\n";
        }
        boolean post = request.getMethod().equals("POST");
        return post && !upgrade ? "Content-Length: 0\r\n" : "";
    }

    /** Whether a body of unknown length follows. */
    static boolean hasChunks(HttpServletRequest request) {
        boolean mayHave = !Set.of("GET", "HEAD", "OPTIONS").contains(request.getMethod());
        return request.getContentLengthLong() < 0
                && (request.getHeader("Transfer-Encoding") != null
                        || mayHave && request.getProtocol().startsWith("HTTP/2"));
    }
}
