package dev.gantry.api.quantity;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    private static final Pattern FORM =
            Pattern.compile(
                    "([+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+))"
                            + "(?:(Ki|Mi|Gi|Ti|Pi|Ei)|([numkMGTPE])|([eE][+-]?[0-9]+))?");
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
        Matcher m = FORM.matcher(text == null ? "" : text);
        if (!m.matches()) {
            throw new IllegalArgumentException(
                    "quantities must match the regular expression"
                            + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
        }
        BigDecimal number = new BigDecimal(m.group(1));
        if (m.group(2) != null) {
            int power = BINARY.indexOf(m.group(2).charAt(0)) + 1;
            return bounded(number.multiply(KIBI.pow(power)), Format.BINARY);
        }
        if (m.group(3) != null) {
            int power = (DECIMAL.indexOf(m.group(3)) - 3) * 3;
            return bounded(number.scaleByPowerOfTen(power), Format.DECIMAL);
        }
        if (m.group(4) != null) {
            int power = Integer.parseInt(m.group(4).substring(1));
            return bounded(number.scaleByPowerOfTen(power), Format.EXPONENT);
        }
        return bounded(number, Format.DECIMAL);
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
