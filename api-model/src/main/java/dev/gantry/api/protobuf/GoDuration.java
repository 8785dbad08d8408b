package dev.gantry.api.protobuf;

/** Durations as Go writes them ({@code 1h2m3.5s}) and as nanoseconds. */
final class GoDuration {

    private static final String[] UNITS = {"ns", "us", "µs", "ms", "s", "m", "h"};
    private static final double[] NANOS = {1, 1e3, 1e3, 1e6, 1e9, 60e9, 3600e9};

    private GoDuration() {}

    /**
     * @throws IllegalArgumentException when the text is no duration
     */
    static long parse(String text) {
        boolean negative = text.startsWith("-");
        String rest = negative ? text.substring(1) : text;
        if (rest.equals("0")) {
            return 0;
        }
        double nanos = 0;
        while (!rest.isEmpty()) {
            int number = length(rest, true);
            int unit = length(rest.substring(number), false);
            if (number == 0 || unit == 0) {
                throw new IllegalArgumentException("time: invalid duration \"" + text + "\"");
            }
            double amount = Double.parseDouble(rest.substring(0, number));
            nanos += amount * unit(rest.substring(number, number + unit));
            rest = rest.substring(number + unit);
        }
        return Math.round(negative ? -nanos : nanos);
    }

    private static int length(String text, boolean digits) {
        int i = 0;
        while (i < text.length() && isDigit(text.charAt(i)) == digits) {
            i++;
        }
        return i;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9' || c == '.';
    }

    private static double unit(String name) {
        for (int i = 0; i < UNITS.length; i++) {
            if (UNITS[i].equals(name)) {
                return NANOS[i];
            }
        }
        throw new IllegalArgumentException("time: unknown unit \"" + name + "\" in duration");
    }

    static String format(long nanos) {
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
        return java.math.BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
