package dev.gantry.reconciler.nodelifecycle;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When each node was heard last, by this process' monotonic clock. Told of Leases by the informer's
 * thread, asked by a worker.
 */
final class Heartbeats {

    static final String NAMESPACE = "kube-node-lease";

    private final LongSupplier nanoTime;
    private final long maxGapNanos;
    private final Map<String, Long> heard = new ConcurrentHashMap<>();
    private volatile long provenSince;
    private volatile long askedLast;

    /**
     * @param maxGap of asking: a process that was stopped for longer has missed what nodes said
     */
    Heartbeats(LongSupplier nanoTime, Duration maxGap) {
        this.nanoTime = nanoTime;
        this.maxGapNanos = maxGap.toNanos();
        this.provenSince = nanoTime.getAsLong();
        this.askedLast = provenSince;
    }

    void leaseChanged(@Nullable Lease before, @Nullable Lease after) {
        if (after == null) {
            return;
        }
        Object renewed = after.getSpec() == null ? null : after.getSpec().getRenewTime();
        Object renewedBefore =
                before == null || before.getSpec() == null ? null : before.getSpec().getRenewTime();
        if (renewed != null && !renewed.equals(renewedBefore)) {
            heard.put(after.getMetadata().getName(), nanoTime.getAsLong());
        }
    }

    /**
     * Called once per look at the nodes, before asking.
     *
     * @param fresh whether the feed of Leases has proven to be alive just now
     */
    void look(boolean fresh) {
        long now = nanoTime.getAsLong();
        if (!fresh || now - askedLast > maxGapNanos) {
            provenSince = now;
        }
        askedLast = now;
    }

    /** How long the node has been silent, as far as that is certain. */
    Duration silence(String node) {
        long since = Math.max(heard.getOrDefault(node, provenSince), provenSince);
        return Duration.ofNanos(nanoTime.getAsLong() - since);
    }

    void forget(String node) {
        heard.remove(node);
    }
}
