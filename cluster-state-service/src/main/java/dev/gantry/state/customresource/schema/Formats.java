package dev.gantry.state.customresource.schema;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The formats that values of custom resources can be held to; others are ignored. Kubernetes:
 * "Validation" of custom resources.
 */
public final class Formats {

    private static final BigDecimal FLOAT = new BigDecimal(Float.MAX_VALUE);
    private static final BigDecimal DOUBLE = new BigDecimal(Double.MAX_VALUE);
    private static final Pattern GO_DURATION =
            Pattern.compile("[-+]?(0|([0-9]*\\.?[0-9]+(ns|us|µs|μs|ms|s|m|h))+)");
    private static final Pattern WORDED_DURATION = Pattern.compile("(\\d+)\\s*([A-Za-zµ]+)\\s*");
    private static final Set<String> DURATION_UNITS =
            Set.of(
                    "ns", "nano", "us", "µs", "micro", "ms", "milli", "s", "sec", "second", "m",
                    "min", "minute", "h", "hr", "hour", "d", "day", "w", "wk", "week");
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile("(" + OCTET + "\\.){3}" + OCTET);

    private static final Map<String, Predicate<String>> TEXTS =
            Map.ofEntries(
                    Map.entry("date-time", Formats::isTime),
                    Map.entry("datetime", Formats::isTime),
                    Map.entry("date", Formats::isDate),
                    Map.entry("duration", Formats::isDuration),
                    Map.entry("ipv4", text -> IPV4.matcher(text).matches()),
                    Map.entry("ipv6", Formats::isSix),
                    Map.entry("cidr", Formats::isRange),
                    Map.entry("uri", Formats::isUri),
                    Map.entry("password", text -> true),
                    like(
                            "byte",
                            "([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})?"),
                    like("email", "[^@\\s]+@[^@\\s]+"),
                    like(
                            "hostname",
                            "([a-zA-Z0-9]([-a-zA-Z0-9]{0,61}[a-zA-Z0-9])?)(\\.[a-zA-Z0-9]([-a-zA-Z0-9]{0,61}[a-zA-Z0-9])?)*\\.?"),
                    like("mac", "([0-9A-Fa-f]{2}[:-]){5}([0-9A-Fa-f]{2})"),
                    like("uuid", uuid("[0-9a-fA-F]", "[0-9a-fA-F]")),
                    like("uuid3", uuid("3", "[0-9a-fA-F]")),
                    like("uuid4", uuid("4", "[89abAB]")),
                    like("uuid5", uuid("5", "[89abAB]")),
                    like("bsonobjectid", "[0-9a-fA-F]{24}"),
                    like("hexcolor", "#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})"),
                    like(
                            "rgbcolor",
                            "rgb\\(\\s*([01]?\\d?\\d|2[0-4]\\d|25[0-5])\\s*,\\s*([01]?\\d?\\d|2[0-4]\\d|25[0-5])\\s*,\\s*([01]?\\d?\\d|2[0-4]\\d|25[0-5])\\s*\\)"),
                    like("ssn", "\\d{3}[- ]?\\d{2}[- ]?\\d{4}"),
                    like("creditcard", "[ -]*(\\d[ -]*){13,19}"),
                    like("isbn", "(?i)([\\d -]{9,}[\\dX])"),
                    like("isbn10", "(?i)([ -]*\\d){9}[ -]*[\\dX]"),
                    like("isbn13", "([ -]*\\d){13}"),
                    like("k8s-short-name", "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"),
                    like(
                            "k8s-long-name",
                            "(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*"));

    private static final Set<String> NUMBERS = Set.of("int32", "int64", "float", "double");

    private Formats() {}

    private static Map.Entry<String, Predicate<String>> like(String format, String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return Map.entry(format, text -> compiled.matcher(text).matches());
    }

    private static String uuid(String version, String variant) {
        String hex = "[0-9a-fA-F]";
        return hex + "{8}-?" + hex + "{4}-?" + version + hex + "{3}-?" + variant + hex + "{3}-?"
                + hex + "{12}";
    }

    /** Whether a format is one that is checked. */
    public static boolean isKnown(String format) {
        return TEXTS.containsKey(format) || NUMBERS.contains(format);
    }

    /** Whether a text has a format; any has one that is not known. */
    static boolean fits(String format, String text) {
        Predicate<String> check = TEXTS.get(format);
        return check == null || check.test(text);
    }

    /** Whether a number lies in the range of its format. */
    static boolean fits(String format, BigDecimal number) {
        return switch (format) {
            case "int32" -> within(number, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case "int64" -> within(number, Long.MIN_VALUE, Long.MAX_VALUE);
            case "float" -> number.abs().compareTo(FLOAT) <= 0;
            case "double" -> number.abs().compareTo(DOUBLE) <= 0;
            default -> true;
        };
    }

    private static boolean within(BigDecimal number, long least, long most) {
        return number.compareTo(BigDecimal.valueOf(least)) >= 0
                && number.compareTo(BigDecimal.valueOf(most)) <= 0;
    }

    private static boolean isTime(String text) {
        try {
            OffsetDateTime.parse(text.toUpperCase(Locale.ROOT).replace(' ', 'T'));
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isDate(String text) {
        try {
            LocalDate.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isDuration(String text) {
        if (GO_DURATION.matcher(text).matches()) {
            return true;
        }
        Matcher part = WORDED_DURATION.matcher(text.strip());
        int end = 0;
        while (part.find()) {
            String unit = part.group(2).toLowerCase(Locale.ROOT);
            String one = unit.length() > 2 && unit.endsWith("s") ? strip(unit) : unit;
            if (part.start() != end || !DURATION_UNITS.contains(one)) {
                return false;
            }
            end = part.end();
        }
        return end > 0 && end == text.strip().length();
    }

    private static String strip(String plural) {
        return plural.substring(0, plural.length() - 1);
    }

    private static boolean isSix(String text) {
        return text.indexOf(':') >= 0
                && dev.gantry.state.admission.validation.Addresses.parse(text) != null;
    }

    private static boolean isRange(String text) {
        return dev.gantry.state.admission.validation.Addresses.Range.parse(text) != null;
    }

    private static boolean isUri(String text) {
        try {
            URI uri = new URI(text);
            return uri.isAbsolute() || text.startsWith("/");
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
