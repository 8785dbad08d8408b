package dev.gantry.client.door;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request as bytes.
 *
 * @param method upper case: GET, POST, PUT, PATCH, DELETE
 * @param path raw, still percent-encoded, for example {@code /api/v1/namespaces/default/pods}
 * @param query raw, without the question mark; empty when absent
 * @param headers names in lower case; of interest are accept, content-type, user-agent,
 *     traceparent, x-gantry-fence, x-gantry-traces
 */
public record DoorRequest(
        Caller caller,
        String method,
        String path,
        String query,
        Map<String, List<String>> headers,
        byte[] body) {

    /** The same request with one header set. */
    public DoorRequest with(String lowerCaseName, String value) {
        Map<String, List<String>> changed = new LinkedHashMap<>(headers);
        changed.put(lowerCaseName, List.of(value));
        return new DoorRequest(caller, method, path, query, changed, body);
    }

    /** The first value of a header, or null. */
    public @Nullable String header(String lowerCaseName) {
        List<String> values = headers.get(lowerCaseName);
        return values == null || values.isEmpty() ? null : values.get(0);
    }
}
