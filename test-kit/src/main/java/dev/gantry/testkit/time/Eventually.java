package dev.gantry.testkit.time;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** Waits for what must become true. */
public final class Eventually {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Eventually() {}

    /** Repeats the assertion until it holds, for at most 30 s; then fails with its last error. */
    public static void eventually(ThrowingRunnable assertion) {
        within(PATIENCE, assertion);
    }

    /** As above with a deadline. */
    public static void within(Duration deadline, ThrowingRunnable assertion) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .atMost(deadline)
                .untilAsserted(assertion);
    }
}
