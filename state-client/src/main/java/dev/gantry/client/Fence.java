package dev.gantry.client;

/**
 * Proof of leadership that travels with each write of an elected component: the write is refused at
 * commit when the Lease is held by another or was taken over since.
 *
 * @param transitions {@code spec.leaseTransitions} when the lease was won
 */
public record Fence(String namespace, String lease, String holder, int transitions) {

    public static final String HEADER = "x-gantry-fence";

    /** The header's form: {@code namespace/lease/transitions/holder}. */
    public String encode() {
        return namespace + "/" + lease + "/" + transitions + "/" + holder;
    }

    /**
     * @throws IllegalArgumentException when the text is not of the header's form
     */
    public static Fence decode(String text) {
        String[] parts = text.split("/", 4);
        if (parts.length != 4) {
            throw new IllegalArgumentException(
                    "fence: expected namespace/lease/transitions/holder");
        }
        return new Fence(parts[0], parts[1], parts[3], Integer.parseInt(parts[2]));
    }
}
