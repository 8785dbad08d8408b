package dev.gantry.gateway.limits;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;

/** What a request takes up: a moment for reading or writing, or a stream's long life. */
enum RequestKind {
    READ,
    WRITE,
    STREAM;

    private static final Pattern WATCH = Pattern.compile("(^|&)watch=(?!0|f|false|False|FALSE)");
    private static final Pattern STREAMS =
            Pattern.compile(
                    "/api/v1/(watch/.*|namespaces/[^/]+/(pods/[^/]+/(log|exec|attach|portforward)"
                            + "|(pods|services)/[^/]+/proxy.*)|nodes/[^/]+/proxy.*)"
                            + "|/apis/[^/]+/[^/]+/watch/.*");

    static RequestKind of(HttpServletRequest request) {
        String query = request.getQueryString();
        boolean get = request.getMethod().equals("GET");
        if (get && query != null && WATCH.matcher(query).find()) {
            return STREAM;
        }
        if (STREAMS.matcher(request.getRequestURI()).matches()) {
            return STREAM;
        }
        return get || request.getMethod().equals("HEAD") ? READ : WRITE;
    }
}
