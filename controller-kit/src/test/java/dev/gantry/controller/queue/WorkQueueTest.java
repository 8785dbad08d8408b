package dev.gantry.controller.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.testkit.property.Dice;
import dev.gantry.testkit.property.Property;
import dev.gantry.testkit.time.VirtualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkQueueTest {

    private final VirtualClock clock = new VirtualClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final WorkQueue<String> queue = queue(100);

    private WorkQueue<String> queue(int capacity) {
        return new WorkQueue<>(
                "test",
                new QueueSettings(capacity, Duration.ofMillis(10), Duration.ofSeconds(1)),
                meters,
                clock::nanoTime);
    }

    @Test
    void keyWaitsOnceHoweverOftenItIsAdded() {
        queue.add("a");
        queue.add("b");
        queue.add("a");
        assertThat(queue.poll()).isEqualTo("a");
        assertThat(queue.poll()).isEqualTo("b");
        assertThat(queue.poll()).isNull();
    }

    @Test
    void keyAddedWhileItIsWorkedOnIsGivenOutAfterwards() {
        queue.add("a");
        queue.poll();
        queue.add("a");
        assertThat(queue.poll()).isNull();
        queue.done("a");
        assertThat(queue.poll()).isEqualTo("a");
    }

    @Test
    void delayedKeyComesWhenItIsDueAndTheEarliestDelayCounts() {
        queue.addAfter("a", Duration.ofSeconds(5));
        queue.addAfter("a", Duration.ofSeconds(2));
        queue.addAfter("a", Duration.ofSeconds(9));
        clock.advance(Duration.ofMillis(1_999));
        assertThat(queue.poll()).isNull();
        clock.advance(Duration.ofMillis(1));
        assertThat(queue.poll()).isEqualTo("a");
        queue.done("a");
        clock.advance(Duration.ofSeconds(60));
        assertThat(queue.poll()).isNull();
    }

    @Test
    void failuresDelayTwiceAsLongEachTimeUpToTheCap() {
        QueueSettings settings = new QueueSettings(1, Duration.ofMillis(10), Duration.ofSeconds(1));
        assertThat(settings.delayAfter(1)).isEqualTo(Duration.ofMillis(10));
        assertThat(settings.delayAfter(4)).isEqualTo(Duration.ofMillis(80));
        assertThat(settings.delayAfter(8)).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.delayAfter(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void successMakesTheNextFailureAFirstOne() {
        queue.addBackOff("a");
        queue.addBackOff("a");
        assertThat(queue.failures("a")).isEqualTo(2);
        queue.forget("a");
        assertThat(queue.failures("a")).isZero();
    }

    @Test
    void fullQueueDropsAndAsksForEverythingWhenThereIsRoom() {
        WorkQueue<String> small = queue(2);
        small.add("a");
        small.add("b");
        small.add("c");
        assertThat(small.overflowed()).isFalse();
        small.done(small.poll());
        assertThat(small.overflowed()).isTrue();
        assertThat(small.overflowed()).isFalse();
    }

    @Test
    void closingWakesAWaitingWorker() throws Exception {
        List<String> got = new ArrayList<>();
        Thread worker =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        got.add(queue.take());
                                    } catch (InterruptedException e) {
                                        Thread.currentThread().interrupt();
                                    }
                                });
        queue.close();
        worker.join(Duration.ofSeconds(30));
        assertThat(got).containsExactly((String) null);
    }

    @Test
    void metricsHaveKubernetesNames() {
        assertThat(meters.getMeters())
                .extracting(m -> m.getId().getName())
                .contains(
                        "workqueue.depth",
                        "workqueue.adds",
                        "workqueue.retries",
                        "workqueue.queue.duration",
                        "workqueue.work.duration",
                        "workqueue.unfinished.work",
                        "workqueue.longest.running.processor");
    }

    @Property
    void noKeyIsLostAndNoneIsWithTwoWorkers(Dice dice) {
        WorkQueue<String> q = queue(1_000);
        Set<String> wanted = new HashSet<>();
        Set<String> working = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            String key = "k" + dice.between(0, 9);
            switch (dice.between(0, 4)) {
                case 0 -> {
                    q.add(key);
                    wanted.add(key);
                }
                case 1 -> {
                    q.addAfter(key, Duration.ofMillis(dice.between(1, 50)));
                    wanted.add(key);
                }
                case 2 -> {
                    String taken = q.poll();
                    if (taken != null) {
                        assertThat(working.add(taken)).isTrue();
                        wanted.remove(taken);
                    }
                }
                case 3 -> working.stream().findFirst().ifPresent(k -> finish(q, working, k));
                default -> clock.advance(Duration.ofMillis(dice.between(0, 20)));
            }
        }
        List.copyOf(working).forEach(k -> finish(q, working, k));
        clock.advance(Duration.ofSeconds(1));
        for (String key = q.poll(); key != null; key = q.poll()) {
            wanted.remove(key);
            q.done(key);
        }
        assertThat(wanted).isEmpty();
    }

    private static void finish(WorkQueue<String> queue, Set<String> working, String key) {
        working.remove(key);
        queue.done(key);
    }
}
