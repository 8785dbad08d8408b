package dev.gantry.controller.queue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** The metrics that Kubernetes' controllers have for a work queue, under the same names. */
final class QueueMetrics {

    private final Counter adds;
    private final Counter retries;
    private final Counter dropped;
    private final Timer waited;
    private final Timer worked;

    QueueMetrics(MeterRegistry meters, String name, WorkQueue<?> queue) {
        adds = Counter.builder("workqueue.adds").tag("name", name).register(meters);
        retries = Counter.builder("workqueue.retries").tag("name", name).register(meters);
        dropped = Counter.builder("workqueue.dropped").tag("name", name).register(meters);
        waited = Timer.builder("workqueue.queue.duration").tag("name", name).register(meters);
        worked = Timer.builder("workqueue.work.duration").tag("name", name).register(meters);
        Gauge.builder("workqueue.depth", queue, WorkQueue::size).tag("name", name).register(meters);
        Gauge.builder("workqueue.unfinished.work", queue, WorkQueue::unfinishedSeconds)
                .baseUnit("seconds")
                .tag("name", name)
                .register(meters);
        Gauge.builder("workqueue.longest.running.processor", queue, WorkQueue::longestSeconds)
                .baseUnit("seconds")
                .tag("name", name)
                .register(meters);
    }

    void added() {
        adds.increment();
    }

    void retried() {
        retries.increment();
    }

    void dropped() {
        dropped.increment();
    }

    void waited(long nanos) {
        waited.record(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    }

    void worked(long nanos) {
        worked.record(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    }
}
