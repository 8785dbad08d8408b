package dev.gantry.scheduling;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.client.StateClient;
import dev.gantry.client.informer.Informer;
import dev.gantry.client.informer.InformerFactory;
import dev.gantry.client.trace.Steps;
import dev.gantry.client.trace.TraceNotes;
import dev.gantry.controller.event.EventRecorder;
import dev.gantry.scheduling.binding.Binder;
import dev.gantry.scheduling.binding.Reports;
import dev.gantry.scheduling.cluster.ClusterView;
import dev.gantry.scheduling.cluster.PodInfo;
import dev.gantry.scheduling.decision.Algorithm;
import dev.gantry.scheduling.decision.Placement;
import dev.gantry.scheduling.decision.Plugins;
import dev.gantry.scheduling.framework.ClusterEvent;
import dev.gantry.scheduling.framework.FilterPlugin;
import dev.gantry.scheduling.preemption.Preemption;
import dev.gantry.scheduling.queue.SchedulingQueue;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Observes pods and nodes, decides one pod after the other, tells the decisions.
 *
 * <p>The view and the queue are kept by a replica that does not lead, too, so that it can take over
 * at once. One lock guards both; a decision holds it for well under a millisecond.
 */
final class Scheduler implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);
    private static final String NAME = "default-scheduler";
    private static final long LONGEST_PAUSE_MILLIS = 1000;
    private static final String WAITING_FOR_VICTIM =
            "not eligible due to a terminating pod on the nominated node.";

    private final Plugins plugins = Plugins.standard();
    private final Algorithm algorithm = new Algorithm(plugins);
    private final Preemption preemption = new Preemption(algorithm);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ClusterView cluster = new ClusterView();
    private final SchedulingQueue queue = new SchedulingQueue();
    private final Informer<PodInfo> pods;
    private final Informer<Node> nodes;
    private final Binder binder;
    private final Reports reports;
    private final EventRecorder events;
    private final Clock clock;
    private final SchedulerMetrics metrics;
    private final Steps steps;
    private final TraceNotes<String> causes = new TraceNotes<>();
    private int turn;
    private @Nullable Thread thread;

    /**
     * @param state carries the fence of the current term
     */
    Scheduler(
            StateClient state,
            InformerFactory informers,
            EventRecorder events,
            Clock clock,
            MeterRegistry registry,
            Steps steps) {
        this.pods =
                informers.projected(
                        Catalog.builtIn().require("pods"),
                        body -> PodInfo.of(Json.view(body, Pod.class)),
                        Map.of());
        this.nodes = informers.informer("nodes", Node.class);
        this.events = events;
        this.clock = clock;
        this.steps = steps;
        this.metrics = new SchedulerMetrics(registry, queue);
        this.binder = new Binder(state, new Told());
        this.reports = new Reports(state, clock);
        nodes.listen(new NodeListener());
        pods.listen(new PodListener());
    }

    /** Begins to decide, once the informers have seen {@code revision}. */
    void start(long revision) {
        thread = Thread.ofPlatform().name("scheduling-loop").daemon().start(() -> run(revision));
    }

    /** Returns when nothing is decided any more. */
    void stop() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            try {
                running.join(TimeUnit.SECONDS.toMillis(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            thread = null;
        }
    }

    private void run(long revision) {
        try {
            while (!seen(revision)) {
                LOG.atDebug().addKeyValue("revision", revision).log("waiting for the informers");
            }
            while (true) {
                step();
            }
        } catch (InterruptedException stopped) {
            LOG.debug("the scheduler stops");
        }
    }

    private boolean seen(long revision) throws InterruptedException {
        return nodes.awaitSeen(revision, Duration.ofSeconds(1))
                && pods.awaitSeen(revision, Duration.ofSeconds(1));
    }

    /** Decides one pod, or waits for one. */
    private void step() throws InterruptedException {
        lock.lockInterruptibly();
        Decision decision;
        String cause;
        try {
            SchedulingQueue.Attempt attempt = queue.poll(clock.instant());
            if (attempt == null) {
                pause();
                return;
            }
            decision = decide(attempt.pod());
            String uid = attempt.pod().uid();
            cause = decision instanceof Chosen ? causes.take(uid) : causes.peek(uid);
        } finally {
            lock.unlock();
        }
        try (Steps.Step step = steps.follow("schedule", cause)) {
            tell(decision, step, cause);
        }
    }

    private void tell(Decision decision, Steps.Step step, @Nullable String cause)
            throws InterruptedException {
        switch (decision) {
            case Chosen chosen -> {
                about(step, chosen.pod()).named("bind to " + chosen.node());
                String trace = cause == null ? null : steps.current();
                binder.bind(chosen.pod(), chosen.node(), trace == null ? cause : trace);
            }
            case Nothing nothing -> {
                about(step, nothing.pod()).named("no node fits");
                tell(nothing);
            }
            case Failed failed -> LOG.trace("tried again later: {}", failed.pod().key());
        }
    }

    private static Steps.Step about(Steps.Step step, PodInfo pod) {
        return step.about("pods", pod.namespace(), pod.name());
    }

    private void pause() throws InterruptedException {
        Instant next = queue.nextRelease();
        long millis =
                next == null
                        ? LONGEST_PAUSE_MILLIS
                        : Duration.between(clock.instant(), next).toMillis();
        long bounded = Math.max(1, Math.min(LONGEST_PAUSE_MILLIS, millis));
        if (!changed.await(bounded, TimeUnit.MILLISECONDS)) {
            LOG.trace("nothing changed");
        }
    }

    /** What is to be told outside of the lock. */
    private sealed interface Decision {}

    private record Chosen(PodInfo pod, String node) implements Decision {}

    private record Nothing(
            PodInfo pod, String message, Preemption.Outcome.@Nullable Victims victims)
            implements Decision {}

    private record Failed(PodInfo pod) implements Decision {}

    private Decision decide(PodInfo pod) {
        long began = System.nanoTime();
        try {
            Decision decision =
                    switch (algorithm.decide(pod, cluster, turn)) {
                        case Placement.Chosen chosen -> {
                            turn += chosen.looked();
                            cluster.assume(pod, chosen.node());
                            yield new Chosen(pod, chosen.node());
                        }
                        case Placement.Nowhere nowhere -> nowhere(pod, nowhere);
                    };
            String result = decision instanceof Chosen ? "scheduled" : "unschedulable";
            metrics.attempt(result, System.nanoTime() - began);
            return decision;
        } catch (RuntimeException bug) {
            LOG.error("a pod could not be decided: {}", pod.key(), bug);
            queue.failed(pod.uid(), clock.instant());
            metrics.attempt("error", System.nanoTime() - began);
            return new Failed(pod);
        }
    }

    private Nothing nowhere(PodInfo pod, Placement.Nowhere nowhere) {
        queue.unschedulable(pod.uid(), helpful(nowhere), clock.instant());
        if (nowhere.nodes() == 0) {
            return new Nothing(pod, nowhere.message(null), null);
        }
        return switch (preemption.find(pod, cluster, nowhere)) {
            case Preemption.Outcome.None none ->
                    new Nothing(pod, nowhere.message(none.message()), null);
            case Preemption.Outcome.Victims victims ->
                    victims.victims().stream().anyMatch(PodInfo::deleting)
                            ? new Nothing(pod, nowhere.message(WAITING_FOR_VICTIM), null)
                            : new Nothing(pod, nowhere.message(null), victims);
        };
    }

    private Set<ClusterEvent> helpful(Placement.Nowhere nowhere) {
        Set<ClusterEvent> helpful = EnumSet.of(ClusterEvent.NODE_ADDED);
        for (FilterPlugin plugin : plugins.filters()) {
            if (nowhere.plugins().contains(plugin.name())) {
                helpful.addAll(plugin.mayFitAfter());
            }
        }
        return helpful;
    }

    private void tell(Nothing nothing) {
        PodInfo pod = nothing.pod();
        Preemption.Outcome.Victims victims = nothing.victims();
        String node = victims == null ? "" : victims.node();
        if (reports.unschedulable(pod, nothing.message(), node)) {
            events.record(reference(pod), "Warning", "FailedScheduling", nothing.message());
        }
        if (victims != null) {
            metrics.preempted(victims.victims().size());
            for (PodInfo victim : victims.victims()) {
                String message = "Preempted by pod %s on node %s".formatted(pod.uid(), node);
                events.record(reference(victim), "Normal", "Preempted", message);
                reports.preempt(victim);
            }
        }
    }

    private static ObjectReference reference(PodInfo pod) {
        return new ObjectReferenceBuilder()
                .withApiVersion("v1")
                .withKind("Pod")
                .withNamespace(pod.namespace())
                .withName(pod.name())
                .withUid(pod.uid())
                .build();
    }

    private final class Told implements Binder.Outcome {
        @Override
        public void bound(Binder.Binding binding) {
            PodInfo pod = binding.pod();
            reports.forget(pod.uid());
            Duration since = Duration.between(pod.created(), clock.instant());
            metrics.bound(since.isNegative() ? Duration.ZERO : since);
            String message = "Successfully assigned %s to %s".formatted(pod.key(), binding.node());
            events.record(reference(pod), "Normal", "Scheduled", message);
        }

        @Override
        public void refused(Binder.Binding binding, ApiError why) {
            LOG.atInfo()
                    .addKeyValue("pod", binding.pod().key())
                    .addKeyValue("node", binding.node())
                    .addKeyValue("why", why.message())
                    .log("a binding was refused");
            change(
                    () -> {
                        cluster.forget(binding.pod().uid());
                        queue.failed(binding.pod().uid(), clock.instant());
                    });
        }
    }

    private void change(Runnable what) {
        lock.lock();
        try {
            what.run();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private final class PodListener implements Informer.Listener<PodInfo> {
        @Override
        public void added(PodInfo pod) {
            change(() -> see(pod));
        }

        @Override
        public void changed(PodInfo before, PodInfo after) {
            change(() -> see(after));
        }

        @Override
        public void removed(PodInfo last) {
            change(() -> gone(last));
        }

        private void see(PodInfo pod) {
            if (pod.finished()) {
                gone(pod);
            } else if (!pod.nodeName().isEmpty()) {
                queue.remove(pod.uid());
                cluster.podSeen(pod);
                queue.happened(ClusterEvent.POD_PLACED, clock.instant());
            } else if (pod.deleting()) {
                gone(pod);
            } else if (pod.schedulerName().equals(NAME)) {
                causes.note(pod.uid());
                queue.offer(pod, clock.instant());
            }
        }

        private void gone(PodInfo pod) {
            boolean placed = cluster.isPlaced(pod.uid());
            queue.remove(pod.uid());
            causes.take(pod.uid());
            cluster.podGone(pod.uid());
            reports.forget(pod.uid());
            if (placed) {
                queue.happened(ClusterEvent.POD_REMOVED, clock.instant());
            }
        }
    }

    private final class NodeListener implements Informer.Listener<Node> {
        @Override
        public void added(Node node) {
            change(
                    () -> {
                        cluster.nodeSeen(node);
                        queue.happened(ClusterEvent.NODE_ADDED, clock.instant());
                    });
        }

        @Override
        public void changed(Node before, Node after) {
            Set<ClusterEvent> happened = NodeChanges.between(before, after);
            change(
                    () -> {
                        cluster.nodeSeen(after);
                        happened.forEach(e -> queue.happened(e, clock.instant()));
                    });
        }

        @Override
        public void removed(Node last) {
            change(() -> cluster.nodeGone(last.getMetadata().getName()));
        }
    }

    @Override
    public void close() {
        stop();
        binder.close();
        reports.close();
    }
}
