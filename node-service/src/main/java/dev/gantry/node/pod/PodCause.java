package dev.gantry.node.pod;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The trace of the change that a pod is being brought up or down for.
 *
 * <p>It counts for ten minutes: what a pod does later, such as a restart, is of its own doing. The
 * node's own status writes come back under the same trace; they neither prolong it nor take the
 * place of the change that began it. Times are a monotonic clock's.
 */
final class PodCause {

    private static final long COUNTS_NANOS = Duration.ofMinutes(10).toNanos();

    /** {@code 00-} and the 32 hex digits of the trace's id. */
    private static final int TRACE_ID_END = 35;

    private @Nullable String traceParent;
    private long since;

    void told(@Nullable String change, long nanoTime) {
        if (change != null && !change.startsWith(traceId())) {
            traceParent = change;
            since = nanoTime;
        }
    }

    private String traceId() {
        String known = traceParent;
        return known == null || known.length() < TRACE_ID_END
                ? "none"
                : known.substring(0, TRACE_ID_END);
    }

    @Nullable String at(long nanoTime) {
        return nanoTime - since > COUNTS_NANOS ? null : traceParent;
    }
}
