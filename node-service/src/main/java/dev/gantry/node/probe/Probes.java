package dev.gantry.node.probe;

import dev.gantry.node.runtime.Streams;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * All probes of a node. One timer thread, and a virtual thread for each attempt that is under way;
 * an attempt never overlaps the one before of the same probe. Safe for concurrent use.
 */
public final class Probes implements AutoCloseable {

    private final Prober prober;
    private final ProbeListener listener;
    private final InstantSource clock;
    private final ScheduledThreadPoolExecutor timer;
    private final ProbeCounts counts = new ProbeCounts();
    private final Map<String, ProbedContainer> byId = new ConcurrentHashMap<>();

    public Probes(Streams streams, ProbeListener listener, InstantSource clock) {
        this.prober = new Prober(streams);
        this.listener = listener;
        this.clock = clock;
        this.timer =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("node-probe-timer").factory());
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Begins probing a container; again is no-op. */
    public void watch(ProbeTarget target) {
        if (target.hasProbes()) {
            byId.computeIfAbsent(
                    target.id(),
                    id -> {
                        ProbedContainer probed = new ProbedContainer(target, this);
                        probed.begin();
                        return probed;
                    });
        }
    }

    /** Ends probing a container. */
    public void forget(String containerId) {
        ProbedContainer probed = byId.remove(containerId);
        if (probed != null) {
            probed.end();
        }
    }

    /** What is known of the pod's probed containers, by container id. O(containers of the node). */
    public Map<String, ProbeReport> reports(String podUid) {
        return byId.entrySet().stream()
                .filter(e -> e.getValue().target().podUid().equals(podUid))
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().report()));
    }

    /** How all attempts went. */
    public ProbeCounts counts() {
        return counts;
    }

    /**
     * @param title of the kind, {@code Liveness}
     */
    Outcome attempt(io.fabric8.kubernetes.api.model.Probe probe, ProbeTarget target, String title) {
        long began = System.nanoTime();
        Outcome outcome = prober.attempt(probe, target);
        counts.count(target, title, outcome, System.nanoTime() - began);
        return outcome;
    }

    /** Runs a task on a virtual thread of its own after a delay. */
    void after(Duration delay, Runnable task) {
        if (!timer.isShutdown()) {
            timer.schedule(
                    () -> {
                        Thread.ofVirtual().name("node-probe").start(task);
                    },
                    Math.max(0, delay.toNanos()),
                    TimeUnit.NANOSECONDS);
        }
    }

    Instant now() {
        return clock.instant();
    }

    ProbeListener listener() {
        return listener;
    }

    @Override
    public void close() {
        byId.values().forEach(ProbedContainer::end);
        byId.clear();
        timer.shutdownNow();
    }
}
