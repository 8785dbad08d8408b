package dev.gantry.controller.event;

import java.time.Duration;

/**
 * Bounds of what one recorder sends. The defaults are those of Kubernetes' clients.
 *
 * @param queueCapacity events that may wait to be sent; more are dropped and counted
 * @param objects how many objects, and how many distinct events, are remembered
 * @param similarLimit events that differ in the message only, before they are combined
 * @param similarWithin the time in which they count as similar
 * @param burst events about one object before the flood gate closes
 * @param refillEvery after which one more may pass
 */
public record EventSettings(
        int queueCapacity,
        int objects,
        int similarLimit,
        Duration similarWithin,
        int burst,
        Duration refillEvery) {

    public static final EventSettings USUAL =
            new EventSettings(5_000, 4_096, 10, Duration.ofMinutes(10), 25, Duration.ofMinutes(5));
}
