package dev.gantry.api.quantity;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * A fixed-point number with the suffix family it was written in: {@code 100m}, {@code 1.5Gi},
 * {@code 2e3}. Immutable; equal when the value and the family are.
 *
 * <p>Canonical form (Kubernetes API reference, "Quantity"): no precision lost, no fractional
 * digits, the largest possible suffix.
 */
public record Quantity(BigDecimal value, Format format) implements Comparable<Quantity> {

    public static final Quantity ZERO = new Quantity(BigDecimal.ZERO, Format.DECIMAL);

    private static final String BINARY = "KMGTPE";
    private static final String DECIMAL = "num kMGTPE";
    private static final BigDecimal KIBI = BigDecimal.valueOf(1024);
    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    /** The family of suffixes. */
    public enum Format {
        BINARY,
        DECIMAL,
        EXPONENT
    }

    /**
     * Parses; values finer than a nano are rounded up, as Kubernetes does.
     *
     * @throws IllegalArgumentException when the text is no quantity
     */
    public static Quantity parse(@Nullable String text) {
        String whole = text == null ? "" : text;
        int end = numberEnd(whole);
        BigDecimal number = new BigDecimal(whole.substring(0, end));
        String suffix = whole.substring(end);
        if (suffix.isEmpty()) {
            return bounded(number, Format.DECIMAL);
        }
        char first = suffix.charAt(0);
        if (suffix.length() == 2 && suffix.charAt(1) == 'i' && BINARY.indexOf(first) >= 0) {
            return bounded(number.multiply(KIBI.pow(BINARY.indexOf(first) + 1)), Format.BINARY);
        }
        if (suffix.length() == 1 && first != ' ' && DECIMAL.indexOf(first) >= 0) {
            int power = (DECIMAL.indexOf(first) - 3) * 3;
            return bounded(number.scaleByPowerOfTen(power), Format.DECIMAL);
        }
        if (first == 'e' || first == 'E') {
            return bounded(number.scaleByPowerOfTen(exponent(suffix)), Format.EXPONENT);
        }
        throw malformed();
    }

    /** Where the digits end; the number has at least one digit and at most one point. */
    private static int numberEnd(String text) {
        int i = !text.isEmpty() && (text.charAt(0) == '+' || text.charAt(0) == '-') ? 1 : 0;
        int digits = 0;
        int points = 0;
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
            } else if (c == '.' && points == 0) {
                points++;
            } else {
                break;
            }
        }
        if (digits == 0) {
            throw malformed();
        }
        return i;
    }

    private static int exponent(String suffix) {
        int start = suffix.length() > 1 && suffix.charAt(1) == '+' ? 2 : 1;
        try {
            int power = Integer.parseInt(suffix.substring(start));
            if (Math.abs(power) > 10_000 || suffix.charAt(start) == '+') {
                throw malformed();
            }
            return power;
        } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
            throw malformed();
        }
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException(
                "quantities must match the regular expression"
                        + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
    }

    /**
     * The canonical text of a quantity; the same string when it is canonical already, which is
     * decided without arithmetic for the common forms.
     *
     * @throws IllegalArgumentException when the text is no quantity
     */
    public static String canonical(String text) {
        return isPlain(text) ? text : parse(text).toString();
    }

    /** {@code 2}, {@code 250m}, {@code 64Mi}: digits that no larger suffix could shorten. */
    private static boolean isPlain(String text) {
        int digits = 0;
        long number = 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits)) && digits < 7) {
            number = number * 10 + (text.charAt(digits) - '0');
            digits++;
        }
        if (digits == 0 || text.charAt(0) == '0') {
            return text.equals("0");
        }
        String suffix = text.substring(digits);
        return switch (suffix) {
            case "", "n", "u", "m", "k", "M", "G" -> number % 1000 != 0;
            case "Ki", "Mi", "Gi" -> number % 1024 != 0;
            default -> false;
        };
    }

    private static Quantity bounded(BigDecimal value, Format format) {
        BigDecimal nano = value.setScale(Math.min(9, Math.max(0, value.scale())), RoundingMode.UP);
        BigDecimal capped = nano.abs().compareTo(LARGEST) > 0 ? LARGEST : nano.abs();
        return new Quantity(value.signum() < 0 ? capped.negate() : capped, format);
    }

    public static Quantity ofMillis(long millis) {
        return new Quantity(BigDecimal.valueOf(millis, 3), Format.DECIMAL);
    }

    public static Quantity ofBytes(long bytes) {
        return new Quantity(BigDecimal.valueOf(bytes), Format.BINARY);
    }

    public static Quantity of(long count) {
        return new Quantity(BigDecimal.valueOf(count), Format.DECIMAL);
    }

    /** Rounded up to a whole number: bytes, pods, pids. */
    public long toLong() {
        return value.setScale(0, RoundingMode.UP).min(LARGEST).longValue();
    }

    /** In thousandths, rounded up: CPU. */
    public long toMillis() {
        return value.movePointRight(3).setScale(0, RoundingMode.UP).min(LARGEST).longValue();
    }

    public Quantity plus(Quantity other) {
        return new Quantity(value.add(other.value), value.signum() == 0 ? other.format : format);
    }

    public Quantity minus(Quantity other) {
        return new Quantity(
                value.subtract(other.value), value.signum() == 0 ? other.format : format);
    }

    @Override
    public int compareTo(Quantity other) {
        return value.compareTo(other.value);
    }

    /** The canonical text. */
    @Override
    public String toString() {
        if (value.signum() == 0) {
            return "0";
        }
        if (format == Format.BINARY
                && value.abs().compareTo(KIBI) >= 0
                && value.stripTrailingZeros().scale() <= 0) {
            return binary();
        }
        return decimal();
    }

    private String binary() {
        BigInteger whole = value.toBigIntegerExact();
        int power = 0;
        while (power < 6 && whole.getLowestSetBit() >= 10) {
            whole = whole.shiftRight(10);
            power++;
        }
        return power == 0 ? whole.toString() : whole + BINARY.substring(power - 1, power) + "i";
    }

    private String decimal() {
        BigDecimal stripped = value.stripTrailingZeros();
        int power = Math.floorDiv(-stripped.scale(), 3) * 3;
        power = Math.min(18, Math.max(-9, power));
        String digits = stripped.movePointLeft(power).toPlainString();
        if (power == 0) {
            return digits;
        }
        return format == Format.EXPONENT
                ? digits + "e" + power
                : digits + DECIMAL.charAt(power / 3 + 3);
    }
}
