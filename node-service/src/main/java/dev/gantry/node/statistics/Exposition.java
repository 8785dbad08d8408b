package dev.gantry.node.statistics;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes metrics in the Prometheus text format, version 0.0.4. */
final class Exposition {

    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder out = new StringBuilder(16 * 1024);
    private String family = "";

    Exposition family(String name, String type, String help) {
        family = name;
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    /**
     * @param labels {@code name="value",...} as {@link #labels} makes it, may be empty
     * @param at null for no time
     */
    void sample(String labels, double value, @Nullable Instant at) {
        sampleOf(family, labels, value, at);
    }

    /** A part of the family with a name of its own, such as a histogram's count. */
    void sampleOf(String name, String labels, double value, @Nullable Instant at) {
        out.append(name);
        if (!labels.isEmpty()) {
            out.append('{').append(labels).append('}');
        }
        out.append(' ').append(number(value));
        if (at != null) {
            out.append(' ').append(at.toEpochMilli());
        }
        out.append('\n');
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /** Names and values by turns. */
    static String labels(String... pairs) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pairs.length; i += 2) {
            text.append(i == 0 ? "" : ",").append(pairs[i]).append("=\"");
            text.append(
                    pairs[i + 1].replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
            text.append('"');
        }
        return text.toString();
    }

    String text() {
        return out.toString();
    }
}
