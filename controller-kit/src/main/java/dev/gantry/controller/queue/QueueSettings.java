package dev.gantry.controller.queue;

import java.time.Duration;

/**
 * Bounds of a work queue.
 *
 * @param capacity keys that may wait; more are dropped and made up for by {@link
 *     WorkQueue#overflowed()}
 * @param firstDelay delay after a first failure; doubles with each further one
 * @param longestDelay the cap of that
 */
public record QueueSettings(int capacity, Duration firstDelay, Duration longestDelay) {

    public static final QueueSettings USUAL =
            new QueueSettings(500_000, Duration.ofMillis(5), Duration.ofMinutes(5));

    /** The delay after so many failures in a row, before jitter. */
    Duration delayAfter(int failures) {
        int doublings = Math.min(failures - 1, 40);
        long nanos = firstDelay.toNanos();
        for (int i = 0; i < doublings && nanos < longestDelay.toNanos(); i++) {
            nanos *= 2;
        }
        return Duration.ofNanos(Math.min(nanos, longestDelay.toNanos()));
    }
}
