package dev.gantry.client.door;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Percent-encoding in paths (RFC 3986), where a plus sign is a plus sign. */
public final class PercentCoding {

    private PercentCoding() {}

    /**
     * The text that is meant, read as UTF-8.
     *
     * @throws IllegalArgumentException for an escape that is none
     */
    public static String decode(String raw) {
        return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
