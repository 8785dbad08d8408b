package dev.gantry.e2e;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** Waits for something to become true. */
final class Eventually {

    private Eventually() {}

    static void eventually(ThrowingRunnable check) {
        eventually(Duration.ofSeconds(60), check);
    }

    static void eventually(Duration within, ThrowingRunnable check) {
        Awaitility.await()
                .atMost(within)
                .pollInterval(Duration.ofMillis(250))
                .ignoreExceptions()
                .untilAsserted(check);
    }
}
