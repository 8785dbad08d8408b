package dev.gantry.events;

/**
 * Which partition carries a type. Leases and Events have one of their own each, after the shared
 * ones, because they are many and nobody waits for them; pods have the first of the shared ones.
 *
 * @param shared number of partitions that the other types share, at least 2
 */
public record Partitioning(int shared) {

    public Partitioning {
        if (shared < 2) {
            throw new IllegalArgumentException("expected at least 2 partitions, found " + shared);
        }
    }

    /** The same on every machine and in every version: it is part of the stored form. */
    public int partitionOf(String groupResource) {
        return switch (groupResource) {
            case "leases.coordination.k8s.io" -> leases();
            case "events", "events.events.k8s.io" -> events();
            case "pods" -> 0;
            default -> 1 + Math.floorMod(groupResource.hashCode(), shared - 1);
        };
    }

    public int leases() {
        return shared;
    }

    public int events() {
        return shared + 1;
    }

    /** All partitions. */
    public int count() {
        return shared + 2;
    }
}
