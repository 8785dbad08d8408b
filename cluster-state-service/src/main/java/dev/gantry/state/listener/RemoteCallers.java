package dev.gantry.state.listener;

import dev.gantry.api.status.ApiError;
import dev.gantry.client.door.Caller;
import dev.gantry.client.door.DoorHeaders;
import dev.gantry.runtime.http.RequestCallers;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Who asks. Only the gateway may speak for others; from anyone else the headers are ignored.
 * Kubernetes: "Authenticating Proxy".
 */
record RemoteCallers(RequestCallers certificates) {

    private static final String GATEWAY = "system:gantry:api-gateway";

    /**
     * @throws dev.gantry.api.status.ApiException 401 without a certificate
     */
    Caller of(HttpServletRequest request) {
        Caller peer = certificates.of(request);
        if (peer == null) {
            throw ApiError.unauthorized().exception();
        }
        String user = request.getHeader(DoorHeaders.USER);
        boolean spokenFor = peer.user().equals(GATEWAY) && user != null && !user.isEmpty();
        return spokenFor ? spokenFor(user, request) : peer;
    }

    private static Caller spokenFor(String user, HttpServletRequest request) {
        String uid = request.getHeader(DoorHeaders.UID);
        List<String> groups = Collections.list(request.getHeaders(DoorHeaders.GROUP));
        return new Caller(user, uid == null ? "" : uid, groups, extra(request));
    }

    private static Map<String, List<String>> extra(HttpServletRequest request) {
        Map<String, List<String>> extra = new LinkedHashMap<>();
        for (String header : Collections.list(request.getHeaderNames())) {
            String name = header.toLowerCase(Locale.ROOT);
            if (name.startsWith(DoorHeaders.EXTRA_PREFIX)) {
                String key =
                        URLDecoder.decode(
                                name.substring(DoorHeaders.EXTRA_PREFIX.length()),
                                StandardCharsets.UTF_8);
                extra.put(key, Collections.list(request.getHeaders(header)));
            }
        }
        return extra;
    }
}
