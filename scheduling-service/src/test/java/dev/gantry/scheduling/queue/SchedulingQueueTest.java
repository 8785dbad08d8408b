package dev.gantry.scheduling.queue;

import static dev.gantry.scheduling.Given.info;
import static dev.gantry.scheduling.Given.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.scheduling.cluster.PodInfo;
import dev.gantry.scheduling.framework.ClusterEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SchedulingQueueTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final SchedulingQueue queue = new SchedulingQueue();
    private final PodInfo low = info(pod("low", "1", "1Gi"));
    private final PodInfo high =
            info("high", "1", "1Gi", p -> p.editSpec().withPriority(10).endSpec());

    @Test
    void triesHigherPriorityFirstAndThenTheOlder() {
        PodInfo later = info(pod("later", "1", "1Gi"));
        queue.offer(low, START);
        queue.offer(later, START.plusSeconds(1));
        queue.offer(high, START.plusSeconds(2));
        assertThat(next(START.plusSeconds(3))).isEqualTo("high");
        assertThat(next(START.plusSeconds(3))).isEqualTo("low");
        assertThat(next(START.plusSeconds(3))).isEqualTo("later");
        assertThat(queue.poll(START.plusSeconds(3))).isNull();
    }

    @Test
    void anUnschedulablePodWaitsForAChangeThatHelpsAndForItsBackOff() {
        queue.offer(low, START);
        queue.poll(START);
        queue.unschedulable(low.uid(), Set.of(ClusterEvent.NODE_ADDED), START);
        queue.happened(ClusterEvent.POD_PLACED, START);
        assertThat(queue.poll(START.plusSeconds(30))).isNull();
        queue.happened(ClusterEvent.NODE_ADDED, START.plusSeconds(30));
        assertThat(next(START.plusSeconds(30))).isEqualTo("low");
    }

    @Test
    void aChangeDuringTheAttemptIsNotMissed() {
        queue.offer(low, START);
        queue.poll(START);
        queue.happened(ClusterEvent.NODE_ADDED, START);
        queue.unschedulable(low.uid(), Set.of(ClusterEvent.NODE_ADDED), START);
        assertThat(queue.poll(START)).isNull();
        assertThat(next(START.plusSeconds(1))).isEqualTo("low");
    }

    @Test
    void aPodThatIsSeenAgainUnchangedWhileItBacksOffIsStillTried() {
        queue.offer(low, START);
        queue.poll(START);
        queue.unschedulable(low.uid(), Set.of(ClusterEvent.NODE_ADDED), START);
        queue.happened(ClusterEvent.NODE_ADDED, START);
        queue.offer(low, START);
        assertThat(queue.poll(START)).isNull();
        assertThat(next(START.plusSeconds(1))).isEqualTo("low");
    }

    @Test
    void backsOffFromOneSecondToTen() {
        assertThat(SchedulingQueue.backOff(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(SchedulingQueue.backOff(3)).isEqualTo(Duration.ofSeconds(4));
        assertThat(SchedulingQueue.backOff(9)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void nothingWaitsLongerThanFiveMinutes() {
        queue.offer(low, START);
        queue.poll(START);
        queue.unschedulable(low.uid(), Set.of(ClusterEvent.NODE_ADDED), START);
        assertThat(queue.poll(START.plus(Duration.ofMinutes(4)))).isNull();
        assertThat(next(START.plus(Duration.ofMinutes(6)))).isEqualTo("low");
    }

    @Test
    void gatedPodsAreNotTriedUntilTheGateGoes() {
        PodInfo gated =
                info("low", "1", "1Gi", p -> p.editSpec().addNewSchedulingGate("later").endSpec());
        queue.offer(gated, START);
        assertThat(queue.poll(START)).isNull();
        assertThat(queue.gatedCount()).isEqualTo(1);
        queue.offer(low, START);
        assertThat(next(START)).isEqualTo("low");
    }

    private String next(Instant now) {
        SchedulingQueue.Attempt attempt = queue.poll(now);
        assertThat(attempt).isNotNull();
        return attempt.pod().name();
    }
}
