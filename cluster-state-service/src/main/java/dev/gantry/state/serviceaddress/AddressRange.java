package dev.gantry.state.serviceaddress;

import dev.gantry.state.admission.validation.Addresses;

/** The range of cluster addresses as numbers, without its first and its last address. */
record AddressRange(String text, Band band) {

    private static final long LEAST_RESERVED = 16;
    private static final long MOST_RESERVED = 256;

    /**
     * @throws IllegalArgumentException when the text is no IPv4 range of at least four addresses
     */
    static AddressRange of(String text) {
        Addresses.Range range = Addresses.Range.parse(text);
        if (range == null || range.base().length != 4 || range.bits() > 30) {
            throw new IllegalArgumentException(
                    "expected an IPv4 range such as 10.96.0.0/16, found " + text);
        }
        long all = 1L << 32 - range.bits();
        long reserved = Math.min(Math.max(LEAST_RESERVED, all / LEAST_RESERVED), MOST_RESERVED);
        long usable = all - 2;
        return new AddressRange(
                text, new Band(number(range.base()) + 1, usable, Math.min(reserved, usable)));
    }

    /** Whether the range holds an address; false for what is none. */
    boolean contains(String address) {
        byte[] bytes = Addresses.parse(address);
        return bytes != null && bytes.length == 4 && band.contains(number(bytes));
    }

    private static long number(byte[] bytes) {
        long number = 0;
        for (byte each : bytes) {
            number = number << 8 | each & 0xff;
        }
        return number;
    }

    static String text(long number) {
        return "%d.%d.%d.%d"
                .formatted(
                        number >> 24 & 0xff,
                        number >> 16 & 0xff,
                        number >> 8 & 0xff,
                        number & 0xff);
    }
}
