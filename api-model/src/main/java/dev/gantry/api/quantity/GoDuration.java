package dev.gantry.api.quantity;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go writes them ({@code 1h2m3.5s}) and as nanoseconds. */
public final class GoDuration {

    private static final Pattern PART =
            Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");
    private static final Map<String, Double> NANOS =
            Map.of(
                    "ns", 1.0, "us", 1e3, "µs", 1e3, "μs", 1e3, "ms", 1e6, "s", 1e9, "m", 60e9, "h",
                    3600e9);

    private GoDuration() {}

    /**
     * As Go's {@code time.ParseDuration}, in nanoseconds; what is too long is the longest.
     *
     * @throws IllegalArgumentException when the text is no duration
     */
    public static long parse(String text) {
        String rest = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return 0;
        }
        Matcher part = PART.matcher(rest);
        double nanos = 0;
        int at = 0;
        while (at < rest.length() && part.find(at) && part.start() == at) {
            nanos += Double.parseDouble(part.group(1)) * NANOS.getOrDefault(part.group(2), 0.0);
            at = part.end();
        }
        if (at == 0 || at < rest.length()) {
            throw new IllegalArgumentException("time: invalid duration \"" + text + "\"");
        }
        return Math.round(text.startsWith("-") ? -nanos : nanos);
    }

    public static String format(long nanos) {
        if (nanos == 0) {
            return "0s";
        }
        long left = Math.abs(nanos);
        String sign = nanos < 0 ? "-" : "";
        if (left < 1_000_000_000L) {
            return sign + small(left);
        }
        long hours = left / 3_600_000_000_000L;
        long minutes = left / 60_000_000_000L % 60;
        String seconds = plain(left % 60_000_000_000L / 1e9) + "s";
        if (hours > 0) {
            return sign + hours + "h" + minutes + "m" + seconds;
        }
        return sign + (minutes > 0 ? minutes + "m" : "") + seconds;
    }

    private static String small(long nanos) {
        if (nanos < 1_000) {
            return nanos + "ns";
        }
        return nanos < 1_000_000 ? plain(nanos / 1e3) + "µs" : plain(nanos / 1e6) + "ms";
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
