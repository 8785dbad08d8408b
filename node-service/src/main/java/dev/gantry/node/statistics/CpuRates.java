package dev.gantry.node.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How much CPU was used lately, from counters that are read whenever somebody asks: the average
 * over the last ten seconds or more, at first since the beginning. Safe for concurrent use; bounded
 * by {@link #retain}.
 */
final class CpuRates {

    private static final Duration WINDOW = Duration.ofSeconds(10);

    private record Sample(Instant at, long nanos) {}

    /**
     * @param from where the window begins
     * @param later a reading that takes its place when it is old enough
     */
    private record Pair(Sample from, Sample later) {}

    private final Map<String, Pair> known = new ConcurrentHashMap<>();

    /**
     * Nanoseconds of CPU a second.
     *
     * @param began when the counter was zero
     */
    long rate(String id, Instant began, Instant now, long nanos) {
        Sample current = new Sample(now, nanos);
        Pair pair =
                known.compute(
                        id,
                        (i, before) -> {
                            if (before == null || before.later().nanos() > nanos) {
                                return new Pair(new Sample(began, 0), current);
                            }
                            return old(before.later(), now)
                                    ? new Pair(before.later(), current)
                                    : before;
                        });
        long elapsed = Duration.between(pair.from().at(), now).toNanos();
        return elapsed <= 0 ? 0 : (long) ((nanos - pair.from().nanos()) * 1e9 / elapsed);
    }

    private static boolean old(Sample sample, Instant now) {
        return Duration.between(sample.at(), now).compareTo(WINDOW) >= 0;
    }

    /** Forgets all but these. */
    void retain(Set<String> ids) {
        known.keySet().retainAll(ids);
    }
}
