package dev.gantry.client.door;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which headers cross the door, and how a caller is named in them. */
public final class DoorHeaders {

    public static final String USER = "x-remote-user";
    public static final String UID = "x-remote-uid";
    public static final String GROUP = "x-remote-group";

    /** Followed by a percent-encoded key in lower case. */
    public static final String EXTRA_PREFIX = "x-remote-extra-";

    private static final Set<String> HOP_BY_HOP =
            Set.of(
                    "connection",
                    "keep-alive",
                    "proxy-authenticate",
                    "proxy-authorization",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade");
    private static final Set<String> STAY =
            Set.of("host", "content-length", "expect", "http2-settings", "authorization", "cookie");

    private DoorHeaders() {}

    static boolean hopByHop(String name) {
        return HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT)) || name.startsWith(":");
    }

    /** What of a request's headers goes on; credentials and claimed identities never do. */
    static Map<String, List<String>> forwarded(Map<String, List<String>> headers) {
        Map<String, List<String>> result = new LinkedHashMap<>();
        headers.forEach(
                (name, values) -> {
                    String lower = name.toLowerCase(Locale.ROOT);
                    if (!hopByHop(lower)
                            && !STAY.contains(lower)
                            && !lower.startsWith("x-remote-")) {
                        result.put(lower, values);
                    }
                });
        return result;
    }

    /** The caller as headers; Kubernetes: "Authenticating Proxy". */
    static Map<String, List<String>> identity(Caller caller) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put(USER, List.of(caller.user()));
        if (!caller.uid().isEmpty()) {
            headers.put(UID, List.of(caller.uid()));
        }
        if (!caller.groups().isEmpty()) {
            headers.put(GROUP, caller.groups());
        }
        caller.extra()
                .forEach(
                        (key, values) ->
                                headers.put(
                                        EXTRA_PREFIX
                                                + URLEncoder.encode(key, StandardCharsets.UTF_8)
                                                        .toLowerCase(Locale.ROOT),
                                        values));
        return headers;
    }
}
