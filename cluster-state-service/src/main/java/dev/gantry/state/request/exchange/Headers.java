package dev.gantry.state.request.exchange;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reply headers that every answer has. */
public final class Headers {

    private Headers() {}

    /** A new map: content type, no caching, one Warning per text. */
    public static Map<String, List<String>> of(String contentType, List<String> warnings) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("content-type", List.of(contentType));
        headers.put("cache-control", List.of("no-cache, private"));
        if (!warnings.isEmpty()) {
            headers.put("warning", warnings.stream().map(Headers::warning).toList());
        }
        return headers;
    }

    /** Kubernetes: "Warnings", {@code 299 - "text"}. */
    private static String warning(String text) {
        StringBuilder quoted = new StringBuilder("299 - \"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(Character.isISOControl(c) ? ' ' : c);
        }
        return quoted.append('"').toString();
    }
}
