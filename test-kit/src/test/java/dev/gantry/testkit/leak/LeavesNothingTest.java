package dev.gantry.testkit.leak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The check passes on what ends late, and on what was there before. */
@LeavesNothing(also = LeavesNothingTest.Things.class)
class LeavesNothingTest {

    private static final AtomicInteger ASKED = new AtomicInteger();

    static final class Things implements Leftovers {
        @Override
        public Set<String> present() {
            return ASKED.incrementAndGet() == 2
                    ? Set.of("thing that goes a little later")
                    : Set.of();
        }
    }

    @Test
    void threadThatEndsWithTheTestIsNoLeak() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        Thread.ofPlatform().name("short-lived").start(ended::countDown);
        ended.await();
        assertThat(ASKED).hasValue(1);
    }
}
