package dev.gantry.client.informer;

import java.util.function.LongSupplier;

/** Whether the change log is alive, by the progress records that come every second. */
final class LogLiveness {

    private static final long CATCH_UP_NANOS = 500_000_000;

    private final long timeoutNanos;
    private final LongSupplier nanoTime;
    private long progressAt;
    private long gapEndedAt;

    LogLiveness(long timeoutNanos, LongSupplier nanoTime) {
        this.timeoutNanos = timeoutNanos;
        this.nanoTime = nanoTime;
        this.progressAt = nanoTime.getAsLong();
        this.gapEndedAt = progressAt - CATCH_UP_NANOS;
    }

    /**
     * A progress record has come.
     *
     * @return whether it proves that what the copy shows is current: after a gap, those that had
     *     piled up arrive at once and prove nothing; one that comes a while after the first does
     */
    boolean progress() {
        long now = nanoTime.getAsLong();
        if (!healthy()) {
            gapEndedAt = now;
        }
        progressAt = now;
        return now - gapEndedAt >= CATCH_UP_NANOS;
    }

    /** Gives the log its full time once more. */
    void grace() {
        progressAt = nanoTime.getAsLong();
    }

    boolean healthy() {
        return nanoTime.getAsLong() - progressAt <= timeoutNanos;
    }

    /** Whether progress has come later than {@code nanos} after a point in time. */
    boolean progressedSince(long pointNanos, long nanos) {
        return progressAt - pointNanos > nanos;
    }
}
