package dev.gantry.reconciler.nodelifecycle;

import dev.gantry.reconciler.nodelifecycle.TaintDecider.Eviction;
import io.fabric8.kubernetes.api.model.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * How fast nodes may be given up: a rate per zone, slower or not at all where most of a zone is not
 * ready, suspended when nothing is ready anywhere (Kubernetes documentation, "Nodes", section "Rate
 * limits on eviction").
 */
final class EvictionPace {

    private static final int LARGE_ZONE = 50;
    private static final int FEW = 2;
    private static final double UNHEALTHY = 0.55;

    private final NodeLifecycleSettings settings;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Long> nextAllowed = new HashMap<>();

    EvictionPace(NodeLifecycleSettings settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
    }

    /** Takes one permit of the node's zone, if there is one. */
    Eviction ask(Node node, List<Node> all) {
        if (NodeFacts.isFullyDisrupted(all)) {
            return Eviction.SUSPENDED;
        }
        String zone = NodeFacts.zone(node);
        double rate = rate(all.stream().filter(n -> NodeFacts.zone(n).equals(zone)).toList());
        if (rate <= 0) {
            return Eviction.LATER;
        }
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            Long next = nextAllowed.get(zone);
            if (next != null && now - next < 0) {
                return Eviction.LATER;
            }
            nextAllowed.put(zone, now + (long) (1e9 / rate));
            return Eviction.ALLOWED;
        } finally {
            lock.unlock();
        }
    }

    private double rate(List<Node> zone) {
        long notReady = zone.stream().filter(n -> !NodeFacts.isReady(n)).count();
        boolean partly =
                notReady < zone.size()
                        && notReady > FEW
                        && (double) notReady / zone.size() >= UNHEALTHY;
        if (!partly) {
            return settings.evictionRate();
        }
        return zone.size() > LARGE_ZONE ? settings.secondaryEvictionRate() : 0;
    }
}
