package dev.gantry.node.podnetwork;

/**
 * A block of IPv4 addresses in CIDR form; the base is a multiple of the size. Immutable.
 *
 * @param base the first address as a number
 * @param prefix length in bits, 0 to 32
 */
public record Ipv4Range(long base, int prefix) {

    public Ipv4Range {
        if (prefix < 0 || prefix > 32) {
            throw new IllegalArgumentException("prefix length " + prefix + " is not in 0..32");
        }
        base = base & ~((1L << (32 - prefix)) - 1) & 0xFFFFFFFFL;
    }

    /**
     * @throws IllegalArgumentException when the text is not of the form 10.244.0.0/16
     */
    public static Ipv4Range parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("expected ADDRESS/LENGTH, found " + text);
        }
        return new Ipv4Range(
                number(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    /** How many addresses. */
    public long size() {
        return 1L << (32 - prefix);
    }

    /** The address at an offset from the base. */
    public String address(long offset) {
        return text(base + offset);
    }

    public boolean contains(String address) {
        long number = number(address);
        return number >= base && number < base + size();
    }

    /**
     * The k-th block of the given prefix length inside this one.
     *
     * @throws IllegalArgumentException when there is no such block
     */
    public Ipv4Range part(int length, int k) {
        Ipv4Range part = new Ipv4Range(base + ((long) k << (32 - length)), length);
        if (length < prefix || part.base < base || part.base >= base + size()) {
            throw new IllegalArgumentException(this + " has no block " + k + " of /" + length);
        }
        return part;
    }

    /** The offset of an address that is in the range. */
    long offset(String address) {
        return number(address) - base;
    }

    private static long number(String address) {
        String[] parts = address.split("\\.", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException("not an IPv4 address: " + address);
        }
        long number = 0;
        for (String part : parts) {
            int octet = Integer.parseInt(part);
            if (octet < 0 || octet > 255) {
                throw new IllegalArgumentException("not an IPv4 address: " + address);
            }
            number = number << 8 | octet;
        }
        return number;
    }

    private static String text(long n) {
        return (n >> 24 & 255) + "." + (n >> 16 & 255) + "." + (n >> 8 & 255) + "." + (n & 255);
    }

    @Override
    public String toString() {
        return text(base) + "/" + prefix;
    }
}
