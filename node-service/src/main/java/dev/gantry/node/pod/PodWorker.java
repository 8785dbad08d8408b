package dev.gantry.node.pod;

import dev.gantry.node.probe.ProbeTarget;
import dev.gantry.node.probe.Probes;
import dev.gantry.node.runtime.ContainerState;
import dev.gantry.node.runtime.EngineException;
import dev.gantry.node.runtime.PodRef;
import dev.gantry.node.runtime.RuntimePod;
import dev.gantry.node.runtime.SandboxState;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pod's thread: whenever something about the pod has changed or a time has come it observes,
 * decides, reports and acts. What takes long runs on threads of its own and wakes it when done, so
 * that a deletion is never kept waiting by an image.
 */
final class PodWorker {

    private static final Logger LOG = LoggerFactory.getLogger(PodWorker.class);
    private static final Duration FAR = Duration.ofHours(24);
    private static final Duration AFTER_BUG = Duration.ofSeconds(10);
    private static final Duration ENGINE_AWAY = Duration.ofSeconds(1);

    private final NodeContext node;
    private final PodRef ref;
    private final Probes probes;
    private final PodState state;
    private final PodOperations operations;
    private final PodJobs jobs;
    private final PodStatuses.NodeFacts facts;
    private @Nullable Thread thread;

    /**
     * @param ended called once when nothing is left of the pod
     */
    PodWorker(NodeContext node, Pod pod, RuntimePod found, Probes probes, Runnable ended) {
        this.node = node;
        this.ref = found.pod();
        this.probes = probes;
        this.state = new PodState(pod, found);
        this.operations = new PodOperations(node, ref);
        this.jobs =
                new PodJobs(
                        node,
                        ref,
                        state,
                        operations,
                        () -> {
                            close();
                            ended.run();
                        });
        this.facts = new PodStatuses.NodeFacts(node.facts().hostAddress(), node.facts().scheme());
        found.sandbox().ifPresent(s -> node.addresses().adopt(ref.uid(), s.address()));
    }

    void start() {
        thread = Thread.ofVirtual().name("node-pod-" + ref.name()).start(this::run);
    }

    PodRef ref() {
        return ref;
    }

    PodView view() {
        return state.view();
    }

    void update(Pod now) {
        state.update(now);
    }

    /** The API has confirmed that it has no such pod. */
    void gone() {
        state.gone();
    }

    /** A sandbox or container is not what it was. */
    void stale(String id, boolean sandbox) {
        state.stale(id, sandbox);
    }

    /** Everything that the engine holds, after its feed was broken. */
    void found(RuntimePod all) {
        state.stale(all);
    }

    /** Something that the pod names has changed. */
    void referenceChanged() {
        state.referenceChanged();
    }

    void wake() {
        state.tell(notes -> {});
    }

    void close() {
        state.close();
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    // ---- the loop

    private void run() {
        Instant recheckAt = Instant.EPOCH;
        state.view().runtime().containers().stream()
                .filter(ContainerState::exited)
                .forEach(this::hearLastWords);
        try {
            while (state.await(recheckAt, node.clock())) {
                recheckAt = once();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One round; when to come again. */
    private Instant once() {
        try {
            lookAgain();
            watchRunning();
            PodObserved seen = state.observe(probes.reports(ref.uid()), node.clock().instant());
            Decision decision = PodDecider.decide(seen);
            report(seen);
            jobs.perform(seen, decision);
            return decision.recheckAt() == null ? seen.now().plus(FAR) : decision.recheckAt();
        } catch (EngineException away) {
            return node.clock().instant().plus(ENGINE_AWAY);
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("namespace", ref.namespace())
                    .addKeyValue("name", ref.name())
                    .addKeyValue("uid", ref.uid())
                    .setCause(e)
                    .log("a pod was not handled");
            return node.clock().instant().plus(AFTER_BUG);
        }
    }

    private void lookAgain() {
        Map<String, Boolean> ids = state.takeStale();
        try {
            ids.forEach(this::look);
        } catch (EngineException e) {
            ids.forEach(state::stale);
            throw e;
        }
    }

    private void look(String id, boolean sandbox) {
        if (sandbox) {
            node.runtime().inspectSandbox(id).ifPresentOrElse(state::put, () -> state.remove(id));
            return;
        }
        Optional<ContainerState> now = node.runtime().inspect(id);
        if (now.isEmpty()) {
            probes.forget(id);
            state.remove(id);
            return;
        }
        state.put(now.get());
        if (now.get().exited()) {
            probes.forget(id);
            hearLastWords(now.get());
        }
    }

    /** Before the container's end is reported, since its files go with it. */
    private void hearLastWords(ContainerState ended) {
        if (ended.message().isEmpty()) {
            String words = operations.lastWords(state.view().pod(), ended);
            if (!words.isEmpty()) {
                state.lastWords(ended, words);
            }
        }
    }

    private void watchRunning() {
        PodView view = state.view();
        String address =
                PodParts.hostNetwork(view.pod())
                        ? node.facts().hostAddress()
                        : view.runtime().sandbox().map(SandboxState::address).orElse("");
        for (ContainerState container : view.runtime().containers()) {
            if (container.running()) {
                PodParts.find(view.pod(), container.name())
                        .map(spec -> target(container, spec, address))
                        .ifPresent(probes::watch);
            }
        }
    }

    private ProbeTarget target(ContainerState container, Container spec, String address) {
        return new ProbeTarget(ref.uid(), container.id(), spec, address, container.began());
    }

    private void report(PodObserved seen) {
        if (seen.gone()) {
            return;
        }
        PodStatus status = PodStatuses.of(seen, facts);
        if (state.toReport(status)) {
            node.statuses()
                    .write(ref, status, state.cause(), revision -> state.stored(status, revision));
        }
    }
}
