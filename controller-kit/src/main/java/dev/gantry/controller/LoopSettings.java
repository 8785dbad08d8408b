package dev.gantry.controller;

import dev.gantry.controller.queue.QueueSettings;
import java.time.Duration;

/**
 * How a controller's loop runs.
 *
 * @param workers keys decided at the same time; each is a virtual thread
 * @param catchUp how long a worker waits for an informer to see the key's own last write before it
 *     turns to another key
 */
public record LoopSettings(int workers, Duration catchUp, QueueSettings queue) {

    public static final LoopSettings USUAL =
            new LoopSettings(8, Duration.ofSeconds(2), QueueSettings.USUAL);

    public LoopSettings withWorkers(int count) {
        return new LoopSettings(count, catchUp, queue);
    }
}
