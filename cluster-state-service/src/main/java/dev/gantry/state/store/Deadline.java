package dev.gantry.state.store;

import java.time.Duration;

/**
 * Until when the caller of the work under way waits for its answer. Work that waits, waits no
 * longer; what is not under a deadline waits as long as its own settings say.
 */
public final class Deadline {

    private static final ScopedValue<Deadline> CURRENT = ScopedValue.newInstance();

    private final long endNanos;

    private Deadline(long endNanos) {
        this.endNanos = endNanos;
    }

    /** Runs work under a deadline; one that is set already and ends earlier stays. */
    public static <T, X extends Throwable> T within(
            Duration time, ScopedValue.CallableOp<T, X> work) throws X {
        Duration shorter = atMost(time);
        return ScopedValue.where(CURRENT, new Deadline(System.nanoTime() + shorter.toNanos()))
                .call(work);
    }

    /** The given time, or what is left where that is less; never negative. */
    public static Duration atMost(Duration time) {
        if (!CURRENT.isBound()) {
            return time;
        }
        long left = Math.max(0, CURRENT.get().endNanos - System.nanoTime());
        return left < time.toNanos() ? Duration.ofNanos(left) : time;
    }

    /** Whether a deadline is set and has passed. */
    public static boolean passed() {
        return CURRENT.isBound() && CURRENT.get().endNanos - System.nanoTime() <= 0;
    }
}
