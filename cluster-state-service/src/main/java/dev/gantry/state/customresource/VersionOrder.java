package dev.gantry.state.customresource;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Versions by what they promise: stable ones, then beta, then alpha, each from the highest; names
 * that are no such version last, by name. Kubernetes: "Versions in CustomResourceDefinitions",
 * section "Version priority".
 */
final class VersionOrder {

    static final Comparator<String> BEST_FIRST =
            Comparator.comparingInt(VersionOrder::kind)
                    .thenComparing(Comparator.comparingLong(VersionOrder::major).reversed())
                    .thenComparing(Comparator.comparingLong(VersionOrder::minor).reversed())
                    .thenComparing(Comparator.naturalOrder());

    private static final Pattern VERSION =
            Pattern.compile("v([1-9][0-9]{0,17})(?:(alpha|beta)([1-9][0-9]{0,17}))?");

    private VersionOrder() {}

    private static int kind(String version) {
        Matcher matcher = VERSION.matcher(version);
        if (!matcher.matches()) {
            return 3;
        }
        String maturity = matcher.group(2);
        return maturity == null ? 0 : maturity.equals("beta") ? 1 : 2;
    }

    private static long major(String version) {
        Matcher matcher = VERSION.matcher(version);
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
    }

    private static long minor(String version) {
        Matcher matcher = VERSION.matcher(version);
        return matcher.matches() && matcher.group(3) != null ? Long.parseLong(matcher.group(3)) : 0;
    }
}
