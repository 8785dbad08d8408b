package dev.gantry.state.document;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.node.StringNode;

/** Times on the wire: RFC 3339 in UTC, whole seconds or exactly six decimals. */
final class Times {

    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private Times() {}

    /** As a {@code Time} is written: {@code 2026-01-31T23:59:59Z}. */
    static String seconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static StringNode seconds(StringNode node) {
        return isPlain(node.stringValue()) ? node : rewritten(node, seconds(parse(node)));
    }

    static StringNode micros(StringNode node) {
        return rewritten(node, MICROS.format(parse(node)));
    }

    private static StringNode rewritten(StringNode node, String text) {
        return text.equals(node.stringValue()) ? node : StringNode.valueOf(text);
    }

    private static Instant parse(StringNode node) {
        String text = node.stringValue();
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "parsing time \""
                            + text
                            + "\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \""
                            + text
                            + "\" as \"2006\"",
                    e);
        }
    }

    /** Whether the text is canonical beyond doubt, decided without parsing. */
    private static boolean isPlain(String text) {
        return text.length() == 20
                && text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == 'T'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':'
                && text.charAt(19) == 'Z'
                && isBetween(text, 0, 20, 99)
                && isBetween(text, 2, 0, 99)
                && isBetween(text, 5, 1, 12)
                && isBetween(text, 8, 1, 28)
                && isBetween(text, 11, 0, 23)
                && isBetween(text, 14, 0, 59)
                && isBetween(text, 17, 0, 59);
    }

    private static boolean isBetween(String text, int at, int least, int most) {
        int tens = text.charAt(at) - '0';
        int ones = text.charAt(at + 1) - '0';
        int number = tens * 10 + ones;
        return tens >= 0
                && tens <= 9
                && ones >= 0
                && ones <= 9
                && number >= least
                && number <= most;
    }
}
