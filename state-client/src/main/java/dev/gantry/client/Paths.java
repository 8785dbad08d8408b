package dev.gantry.client;

import dev.gantry.client.door.Caller;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Requests' raw parts. */
final class Paths {

    private static final String PLAIN = "-._~!$&'()*+,;=:@/";

    private Paths() {}

    /** Percent-encodes what may not stand in a path; slashes stay. */
    static String encode(String path) {
        StringBuilder encoded = null;
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            char c = (char) (bytes[i] & 0xff);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0);
            if (!plain && encoded == null) {
                encoded = new StringBuilder(path.substring(0, i));
            }
            if (encoded != null) {
                encoded.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
            }
        }
        return encoded == null ? path : encoded.toString();
    }

    static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .filter(e -> !e.getValue().isEmpty())
                .map(
                        e ->
                                e.getKey()
                                        + "="
                                        + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .sorted()
                .collect(Collectors.joining("&"));
    }

    /**
     * What the server takes for the field manager: {@code gantry-scheduler}, {@code gantry-node}.
     */
    static String userAgent(Caller caller) {
        String user = caller.user();
        if (user.startsWith("system:gantry:")) {
            return "gantry-" + user.substring("system:gantry:".length());
        }
        return user.startsWith("system:node:") ? "gantry-node" : "gantry-client";
    }
}
