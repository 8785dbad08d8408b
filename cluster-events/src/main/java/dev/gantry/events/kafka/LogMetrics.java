package dev.gantry.events.kafka;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.atomic.AtomicLong;

/** What the change log counts; bound to a registry by whoever has one. */
final class LogMetrics implements MeterBinder {

    private final AtomicLong appended = new AtomicLong();
    private final AtomicLong appendFailures = new AtomicLong();
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong readings = new AtomicLong();
    private volatile boolean readable = true;

    void appended(int records) {
        appended.addAndGet(records);
    }

    void appendFailed() {
        appendFailures.incrementAndGet();
    }

    void read() {
        read.incrementAndGet();
    }

    void lost(int partitions) {
        lost.addAndGet(partitions);
    }

    void readings(int now) {
        readings.set(now);
    }

    void readable(boolean now) {
        readable = now;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        counter(registry, "gantry.changelog.appended", appended, "Records acknowledged");
        counter(registry, "gantry.changelog.append.failures", appendFailures, "Appends failed");
        counter(registry, "gantry.changelog.read", read, "Records read");
        counter(registry, "gantry.changelog.lost", lost, "Places in partitions lost");
        Gauge.builder("gantry.changelog.readings", readings, AtomicLong::get)
                .description("Subscriptions")
                .register(registry);
        Gauge.builder("gantry.changelog.readable", this, m -> m.readable ? 1 : 0)
                .description("Whether the log could be read at the last attempt")
                .register(registry);
    }

    private static void counter(
            MeterRegistry registry, String name, AtomicLong value, String description) {
        FunctionCounter.builder(name, value, AtomicLong::get)
                .description(description)
                .register(registry);
    }
}
