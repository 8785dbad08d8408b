package dev.gantry.scheduling;

import dev.gantry.scheduling.queue.SchedulingQueue;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.ToIntFunction;

/** Metrics under the names that kube-scheduler gives them. */
final class SchedulerMetrics {

    private static final String PROFILE = "default-scheduler";

    private final MeterRegistry registry;
    private final Timer untilBound;

    SchedulerMetrics(MeterRegistry registry, SchedulingQueue queue) {
        this.registry = registry;
        this.untilBound =
                Timer.builder("scheduler.pod.scheduling.sli.duration")
                        .description("from the pod's creation to its binding")
                        .register(registry);
        pending(queue, "active", SchedulingQueue::activeCount);
        pending(queue, "backoff", SchedulingQueue::backingOffCount);
        pending(queue, "unschedulable", SchedulingQueue::unschedulableCount);
        pending(queue, "gated", SchedulingQueue::gatedCount);
    }

    private void pending(SchedulingQueue queue, String name, ToIntFunction<SchedulingQueue> count) {
        Gauge.builder("scheduler.pending.pods", queue, q -> count.applyAsInt(q))
                .tag("queue", name)
                .register(registry);
    }

    /**
     * @param result {@code scheduled}, {@code unschedulable} or {@code error}
     */
    void attempt(String result, long nanos) {
        registry.counter("scheduler.schedule.attempts", "result", result, "profile", PROFILE)
                .increment();
        registry.timer(
                        "scheduler.scheduling.attempt.duration",
                        "result",
                        result,
                        "profile",
                        PROFILE)
                .record(Duration.ofNanos(nanos));
    }

    void bound(Duration sinceCreation) {
        untilBound.record(sinceCreation);
    }

    void preempted(int victims) {
        registry.counter("scheduler.preemption.attempts").increment();
        registry.summary("scheduler.preemption.victims").record(victims);
    }
}
