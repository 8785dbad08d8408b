package dev.gantry.node.probe;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/**
 * How the attempts of probes went since their pod came. Safe for concurrent use; bounded by the
 * probed containers of the node's pods.
 */
public final class ProbeCounts {

    /** Upper bounds of a duration's buckets in seconds, as Prometheus' clients have them. */
    public static final double[] BUCKETS = {
        .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10,
    };

    private static final double NANOS = 1e9;

    /**
     * Whose probe.
     *
     * @param type {@code Liveness}, {@code Readiness} or {@code Startup}
     */
    public record Key(String podUid, String container, String type) {}

    /** The attempts of one probe. */
    public static final class Tally {
        public final LongAdder successful = new LongAdder();
        public final LongAdder failed = new LongAdder();
        public final LongAdder unknown = new LongAdder();
        private final LongAdder nanos = new LongAdder();
        private final AtomicLongArray buckets = new AtomicLongArray(BUCKETS.length);

        private void took(long duration) {
            nanos.add(duration);
            for (int i = 0; i < BUCKETS.length; i++) {
                if (duration <= BUCKETS[i] * NANOS) {
                    buckets.incrementAndGet(i);
                }
            }
        }

        /** Attempts that took at most {@code BUCKETS[i]} seconds. */
        public long within(int i) {
            return buckets.get(i);
        }

        public double seconds() {
            return nanos.sum() / NANOS;
        }

        public long all() {
            return successful.sum() + failed.sum() + unknown.sum();
        }
    }

    private final Map<Key, Tally> tallies = new ConcurrentHashMap<>();

    void count(ProbeTarget target, String type, Outcome outcome, long nanos) {
        Tally tally =
                tallies.computeIfAbsent(
                        new Key(target.podUid(), target.container().getName(), type),
                        key -> new Tally());
        switch (outcome) {
            case Outcome.Success s -> tally.successful.increment();
            case Outcome.Failure f -> tally.failed.increment();
            case Outcome.Unknown u -> tally.unknown.increment();
        }
        tally.took(nanos);
    }

    public void forEach(BiConsumer<Key, Tally> what) {
        tallies.forEach(what);
    }

    /** The pod is gone. */
    public void forget(String podUid) {
        tallies.keySet().removeIf(key -> key.podUid().equals(podUid));
    }
}
