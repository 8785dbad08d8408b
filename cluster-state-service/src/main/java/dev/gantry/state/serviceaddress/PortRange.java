package dev.gantry.state.serviceaddress;

/** The range of node ports. */
record PortRange(String text, Band band) {

    private static final long LEAST_RESERVED = 16;
    private static final long MOST_RESERVED = 128;
    private static final long SHARE = 32;

    /**
     * @throws IllegalArgumentException when the text is not {@code FIRST-LAST}
     */
    static PortRange of(String text) {
        String[] ends = text.split("-", -1);
        if (ends.length != 2 || !ends[0].matches("\\d{1,5}") || !ends[1].matches("\\d{1,5}")) {
            throw new IllegalArgumentException(
                    "expected a range of ports such as 30000-32767, found " + text);
        }
        long first = Long.parseLong(ends[0]);
        long size = Long.parseLong(ends[1]) - first + 1;
        long reserved =
                size < LEAST_RESERVED
                        ? 0
                        : Math.min(Math.max(LEAST_RESERVED, size / SHARE), MOST_RESERVED);
        return new PortRange(text, new Band(first, size, reserved));
    }
}
