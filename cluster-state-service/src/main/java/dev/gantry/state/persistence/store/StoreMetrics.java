package dev.gantry.state.persistence.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What the store tells about itself. */
final class StoreMetrics {

    private final MeterRegistry meters;
    private final Timer commits;
    private final DistributionSummary groups;
    private final Counter refused;
    private final Counter settledCommitted;
    private final Counter settledGivenUp;
    private final AtomicLong compacted;
    private final AtomicLong history;
    private final AtomicLong sizeBytes;

    StoreMetrics(MeterRegistry meters) {
        this.meters = meters;
        this.commits =
                Timer.builder("gantry.store.commit").publishPercentiles(0.5, 0.99).register(meters);
        this.groups = meters.summary("gantry.store.batch.groups");
        this.refused = meters.counter("gantry.store.refused");
        this.settledCommitted = meters.counter("gantry.store.settled", "found", "committed");
        this.settledGivenUp = meters.counter("gantry.store.settled", "found", "nothing");
        this.compacted = meters.gauge("gantry.store.compacted.revision", new AtomicLong());
        this.history = meters.gauge("gantry.store.history.revision", new AtomicLong());
        this.sizeBytes = meters.gauge("gantry.store.history.size.bytes", new AtomicLong());
    }

    void waiting(WaitingGroups waiting) {
        Gauge.builder("gantry.store.waiting", waiting, WaitingGroups::size).register(meters);
    }

    void committed(Batch batch, BatchAnswer answer, long nanos) {
        commits.record(nanos, TimeUnit.NANOSECONDS);
        groups.record(batch.groups().size());
        refused.increment(Arrays.stream(answer.refused()).filter(r -> r != 0).count());
    }

    void settled(boolean found) {
        (found ? settledCommitted : settledGivenUp).increment();
    }

    void size(long bytes) {
        sizeBytes.set(bytes);
    }

    void compacted(long replayable, long kept) {
        compacted.set(replayable);
        history.set(kept);
    }
}
