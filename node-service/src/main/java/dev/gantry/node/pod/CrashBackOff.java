package dev.gantry.node.pod;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long a container that ended waits before it is started again: 10 s, doubled at each restart
 * to at most 5 min, forgotten after 10 min without one.
 *
 * @param since the last restart
 */
record CrashBackOff(Duration delay, Instant since) {

    static final Duration FIRST = Duration.ofSeconds(10);
    static final Duration LONGEST = Duration.ofMinutes(5);

    /** After a restart at {@code now}, of a container that had ended at {@code ended}. */
    static CrashBackOff next(@Nullable CrashBackOff before, Instant ended, Instant now) {
        if (before == null || before.expired(ended)) {
            return new CrashBackOff(FIRST, now);
        }
        Duration twice = before.delay.multipliedBy(2);
        return new CrashBackOff(twice.compareTo(LONGEST) > 0 ? LONGEST : twice, now);
    }

    /** What {@code restarts} quick restarts lead to; for a process that saw none of them. */
    static CrashBackOff after(int restarts, Instant lastStart) {
        Duration delay = FIRST.multipliedBy(1L << Math.min(restarts - 1, 5));
        return new CrashBackOff(delay.compareTo(LONGEST) > 0 ? LONGEST : delay, lastStart);
    }

    boolean expired(Instant ended) {
        return Duration.between(since, ended).compareTo(LONGEST.multipliedBy(2)) > 0;
    }

    /** When a container that ended then may start. */
    Instant restartAt(Instant ended) {
        return expired(ended) ? ended : ended.plus(delay);
    }
}
