package dev.gantry.client.informer;

import java.time.Duration;

/**
 * How informers feed.
 *
 * @param progressTimeout silence of the change log after which a watch takes over
 * @param returnTimeout how long a watch may go on beside a working log before a list brings the
 *     informer back to the log
 * @param retryFirst first delay after a failed list or watch; doubles
 * @param retryCap the longest such delay
 * @param maxQueued changes that may wait for one informer; more make it list again
 * @param maxQueuedBytes the same bound in bytes of bodies
 */
public record InformerSettings(
        Duration progressTimeout,
        Duration returnTimeout,
        Duration retryFirst,
        Duration retryCap,
        int maxQueued,
        long maxQueuedBytes) {

    public static final InformerSettings USUAL =
            new InformerSettings(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(5),
                    20_000,
                    64L << 20);
}
