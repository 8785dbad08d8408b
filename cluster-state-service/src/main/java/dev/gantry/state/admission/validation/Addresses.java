package dev.gantry.state.admission.validation;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** IP addresses and ranges as text. Pure: no name is ever looked up. */
public final class Addresses {

    private static final Pattern FOUR =
            Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

    /** An address of either family. */
    public static final NameRule IP =
            text ->
                    parse(text) == null
                            ? List.of(
                                    "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")
                            : List.of();

    /** A range of either family. */
    public static final NameRule CIDR =
            text ->
                    Range.parse(text) == null
                            ? List.of(
                                    "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)")
                            : List.of();

    private Addresses() {}

    /** The address' bytes, 4 or 16; null when the text is none. */
    public static byte @Nullable [] parse(String text) {
        return text.indexOf(':') >= 0 ? six(text) : four(text);
    }

    private static byte @Nullable [] four(String text) {
        Matcher matcher = FOUR.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        byte[] bytes = new byte[4];
        for (int i = 0; i < 4; i++) {
            String part = matcher.group(i + 1);
            int value = Integer.parseInt(part);
            if (value > 255 || part.length() > 1 && part.charAt(0) == '0') {
                return null;
            }
            bytes[i] = (byte) value;
        }
        return bytes;
    }

    private static byte @Nullable [] six(String text) {
        if (text.indexOf('%') >= 0 || text.indexOf('[') >= 0) {
            return null;
        }
        try {
            byte[] bytes = Inet6Address.ofLiteral(text).getAddress();
            return bytes.length == 16 ? bytes : mapped(bytes);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static byte[] mapped(byte[] four) {
        byte[] bytes = new byte[16];
        bytes[10] = -1;
        bytes[11] = -1;
        System.arraycopy(four, 0, bytes, 12, 4);
        return bytes;
    }

    public static boolean isSix(String text) {
        return text.indexOf(':') >= 0;
    }

    /** A range of addresses. */
    public record Range(byte[] base, int bits, boolean exact) {

        /** Null when the text is no range; {@code exact} tells whether no host bit is set. */
        public static @Nullable Range parse(String text) {
            int slash = text.indexOf('/');
            byte[] address = slash < 0 ? null : Addresses.parse(text.substring(0, slash));
            if (address == null || !text.substring(slash + 1).matches("0|[1-9]\\d{0,2}")) {
                return null;
            }
            int bits = Integer.parseInt(text.substring(slash + 1));
            int width = address.length * 8;
            if (bits > width) {
                return null;
            }
            BigInteger whole = new BigInteger(1, address);
            BigInteger base = whole.shiftRight(width - bits).shiftLeft(width - bits);
            return new Range(bytes(base, address.length), bits, base.equals(whole));
        }

        private static byte[] bytes(BigInteger value, int length) {
            byte[] raw = value.toByteArray();
            byte[] out = new byte[length];
            int copied = Math.min(raw.length, length);
            System.arraycopy(raw, raw.length - copied, out, length - copied, copied);
            return out;
        }

        public boolean contains(byte[] address) {
            if (address.length != base.length) {
                return false;
            }
            int shift = base.length * 8 - bits;
            return new BigInteger(1, address)
                    .shiftRight(shift)
                    .equals(new BigInteger(1, base).shiftRight(shift));
        }
    }
}
