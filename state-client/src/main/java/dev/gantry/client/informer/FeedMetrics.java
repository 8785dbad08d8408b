package dev.gantry.client.informer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToDoubleFunction;

/** What one feed tells about itself; closing removes its meters. */
final class FeedMetrics implements AutoCloseable {

    private static final String KIND = "kind";

    private final MeterRegistry registry;
    private final String kind;
    private final List<Meter> meters = new CopyOnWriteArrayList<>();
    private final Counter lists;
    private final Counter failures;
    private final Counter bugs;
    private volatile boolean watching;

    FeedMetrics(MeterRegistry registry, String kind) {
        this.registry = registry;
        this.kind = kind;
        this.lists = counter("gantry.informer.lists", "Lists, the first one included");
        this.failures = counter("gantry.informer.failures", "Lists, reads and watches that failed");
        this.bugs = counter("gantry.informer.bugs", "Failures of views, indexers and listeners");
        gauge("gantry.informer.watching", this, m -> m.watching ? 1 : 0);
    }

    private Counter counter(String name, String description) {
        Counter counter =
                Counter.builder(name).tag(KIND, kind).description(description).register(registry);
        meters.add(counter);
        return counter;
    }

    <T> void gauge(String name, T of, ToDoubleFunction<T> value) {
        meters.add(Gauge.builder(name, of, value).tag(KIND, kind).register(registry));
    }

    void listed() {
        lists.increment();
    }

    void failed() {
        failures.increment();
    }

    /** Counts a bug; true for the first one. */
    boolean bug() {
        bugs.increment();
        return bugs.count() < 2;
    }

    void watching(boolean now) {
        watching = now;
    }

    @Override
    public void close() {
        meters.forEach(registry::remove);
    }
}
