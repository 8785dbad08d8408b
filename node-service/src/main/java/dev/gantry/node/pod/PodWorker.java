package dev.gantry.node.pod;

import dev.gantry.node.pod.PodObserved.VolumesState;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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

    private final NodeContext node;
    private final PodRef ref;
    private final Probes probes;
    private final PodOperations operations;
    private final Runnable ended;
    private final PodStatuses.NodeFacts facts;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private final PodMemory memory = new PodMemory();
    private final Map<String, Boolean> stale = new HashMap<>();
    private final Set<String> side = new HashSet<>();
    private final Map<String, Thread> working = new HashMap<>();
    private Pod pod;
    private RuntimePod runtime;
    private boolean gone;
    private boolean wake = true;
    private boolean closed;
    private @Nullable PodStatus reported;
    private long storedRevision;
    private @Nullable Thread thread;

    /**
     * @param ended called once when nothing is left of the pod
     */
    PodWorker(NodeContext node, Pod pod, RuntimePod found, Probes probes, Runnable ended) {
        this.node = node;
        this.ref = found.pod();
        this.pod = pod;
        this.runtime = found;
        this.probes = probes;
        this.ended = ended;
        this.operations = new PodOperations(node, ref);
        this.facts = new PodStatuses.NodeFacts(node.facts().hostAddress(), node.facts().scheme());
        memory.adopt(found);
        found.sandbox().ifPresent(s -> node.addresses().adopt(ref.uid(), s.address()));
    }

    void start() {
        thread = Thread.ofVirtual().name("node-pod-" + ref.name()).start(this::run);
    }

    PodRef ref() {
        return ref;
    }

    PodView view() {
        lock.lock();
        try {
            return new PodView(pod, runtime);
        } finally {
            lock.unlock();
        }
    }

    // ---- what others tell

    void update(Pod now) {
        change(
                () -> {
                    boolean renamed =
                            !Objects.equals(
                                            now.getMetadata().getLabels(),
                                            pod.getMetadata().getLabels())
                                    || !Objects.equals(
                                            now.getMetadata().getAnnotations(),
                                            pod.getMetadata().getAnnotations());
                    if (renamed && memory.volumes() == VolumesState.READY) {
                        memory.volumes(VolumesState.UNKNOWN);
                    }
                    pod = now;
                });
    }

    /** The API has confirmed that it has no such pod. */
    void gone() {
        change(() -> gone = true);
    }

    /** A sandbox or container is not what it was. */
    void stale(String id, boolean sandbox) {
        change(() -> stale.put(id, sandbox));
    }

    /** Everything that the engine holds, after its feed was broken. */
    void found(RuntimePod all) {
        change(
                () -> {
                    runtime.containers().forEach(c -> stale.put(c.id(), false));
                    runtime.sandboxes().forEach(s -> stale.put(s.id(), true));
                    all.containers().forEach(c -> stale.put(c.id(), false));
                    all.sandboxes().forEach(s -> stale.put(s.id(), true));
                });
    }

    /** Something that the pod names has changed. */
    void referenceChanged() {
        change(
                () -> {
                    memory.retryConfig();
                    if (memory.volumes() == VolumesState.READY) {
                        memory.volumes(VolumesState.UNKNOWN);
                    }
                });
    }

    void wake() {
        change(() -> {});
    }

    void close() {
        change(() -> closed = true);
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            wake = true;
            woken.signal();
        } finally {
            lock.unlock();
        }
    }

    // ---- the loop

    private void run() {
        Instant recheckAt = Instant.EPOCH;
        try {
            while (awaitWork(recheckAt)) {
                recheckAt = once();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** False when closed. */
    private boolean awaitWork(Instant recheckAt) throws InterruptedException {
        lock.lock();
        try {
            while (!wake && !closed) {
                long nanos = Duration.between(node.clock().instant(), recheckAt).toNanos();
                if (nanos <= 0) {
                    break;
                }
                woken.await(nanos, TimeUnit.NANOSECONDS);
            }
            wake = false;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private static final Duration FAR = Duration.ofHours(24);
    private static final Duration AFTER_BUG = Duration.ofSeconds(10);

    private Instant once() throws InterruptedException {
        try {
            lookAgain();
            PodObserved seen = observe();
            giveUpStarts(seen);
            Decision decision = PodDecider.decide(seen);
            report(seen);
            decision.actions().forEach(action -> perform(seen, action));
            return decision.recheckAt() == null ? seen.now().plus(FAR) : decision.recheckAt();
        } catch (EngineException away) {
            return node.clock().instant().plusSeconds(1);
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
        Map<String, Boolean> ids;
        lock.lock();
        try {
            ids = Map.copyOf(stale);
        } finally {
            lock.unlock();
        }
        ids.forEach(this::look);
    }

    private void look(String id, boolean sandbox) {
        if (sandbox) {
            Optional<SandboxState> state = node.runtime().inspectSandbox(id);
            lockedLook(id, () -> runtime = merged(id, state));
        } else {
            Optional<ContainerState> state = node.runtime().inspect(id);
            lockedLook(id, () -> state.ifPresentOrElse(this::put, () -> remove(id)));
        }
    }

    private RuntimePod merged(String id, Optional<SandboxState> state) {
        return state.map(runtime::with).orElseGet(() -> runtime.without(id));
    }

    private void lockedLook(String id, Runnable merge) {
        lock.lock();
        try {
            merge.run();
            stale.remove(id);
        } finally {
            lock.unlock();
        }
    }

    /** Never goes back: what ended has ended. */
    private void put(ContainerState state) {
        Optional<ContainerState> known =
                runtime.containers().stream().filter(c -> c.id().equals(state.id())).findFirst();
        if (known.isPresent() && known.get().phase().compareTo(state.phase()) > 0) {
            return;
        }
        boolean endedNow = state.exited() && known.map(k -> !k.exited()).orElse(true);
        if (endedNow) {
            probes.forget(state.id());
            runtime = runtime.with(withLastWords(state));
        } else if (!state.exited()) {
            runtime = runtime.with(state);
        }
    }

    private ContainerState withLastWords(ContainerState state) {
        String words = state.message().isEmpty() ? operations.lastWords(pod, state) : "";
        return words.isEmpty() ? state : state.withMessage(words);
    }

    private void remove(String id) {
        runtime = runtime.without(id);
        probes.forget(id);
    }

    private PodObserved observe() {
        lock.lock();
        try {
            memory.prune(runtime);
            watchRunning();
            return new PodObserved(
                    pod,
                    gone,
                    runtime,
                    probes.reports(ref.uid()),
                    memory.snapshot(reported),
                    node.clock().instant());
        } finally {
            lock.unlock();
        }
    }

    private void watchRunning() {
        String address =
                PodParts.hostNetwork(pod)
                        ? node.facts().hostAddress()
                        : runtime.sandbox().map(SandboxState::address).orElse("");
        for (ContainerState state : runtime.containers()) {
            if (state.running()) {
                PodParts.find(pod, state.name())
                        .map(c -> target(state, c, address))
                        .ifPresent(probes::watch);
            }
        }
    }

    private ProbeTarget target(ContainerState state, Container container, String address) {
        Instant began = Objects.requireNonNullElse(state.startedAt(), state.createdAt());
        return new ProbeTarget(ref.uid(), state.id(), container, address, began);
    }

    // ---- reporting

    private void report(PodObserved seen) {
        if (seen.gone()) {
            return;
        }
        PodStatus status = PodStatuses.of(seen, facts);
        lock.lock();
        try {
            if (status.equals(reported) && !overwritten(status)) {
                return;
            }
            reported = status;
            memory.settled(false);
        } finally {
            lock.unlock();
        }
        node.statuses().write(ref, status, revision -> stored(status, revision));
    }

    /** Whether somebody else has since changed what is ours, as a node controller does. */
    private boolean overwritten(PodStatus status) {
        boolean newer =
                storedRevision > 0
                        && Long.parseLong(pod.getMetadata().getResourceVersion()) > storedRevision;
        return newer && !PodConditions.agree(pod.getStatus(), status);
    }

    private void stored(PodStatus status, long revision) {
        change(
                () -> {
                    if (status == reported) {
                        memory.settled(true);
                        storedRevision = revision;
                    }
                });
    }

    // ---- acting

    private void perform(PodObserved seen, PodAction action) {
        switch (action) {
            case PodAction.SetUpVolumes a ->
                    launch(
                            PodObserved.VOLUMES,
                            () -> {
                                operations.setUpVolumes(seen.pod());
                                note(() -> memory.volumes(VolumesState.READY));
                            });
            case PodAction.StartSandbox a ->
                    launch(
                            PodObserved.SANDBOX,
                            () -> {
                                SandboxState made =
                                        operations.startSandbox(seen.pod(), a.attempt());
                                note(() -> runtime = runtime.with(made));
                            });
            case PodAction.RemoveSandbox a ->
                    launch(
                            PodObserved.SANDBOX,
                            () -> {
                                node.runtime().removeSandbox(a.sandbox().id());
                                note(() -> runtime = runtime.without(a.sandbox().id()));
                            });
            case PodAction.StartContainer a -> startContainer(seen, a);
            case PodAction.StopContainer a -> {
                note(() -> memory.stopping(a.container().id(), seen.now()));
                aside(
                        "stop:" + a.container().id(),
                        () -> operations.stopContainer(seen.pod(), a, seen.runtime().sandbox()));
            }
            case PodAction.KillContainer a ->
                    aside(
                            "kill:" + a.container().id(),
                            () -> node.runtime().kill(a.container().id()));
            case PodAction.RemoveContainer a ->
                    aside(
                            "remove:" + a.container().id(),
                            () -> {
                                node.runtime().remove(a.container().id());
                                note(() -> remove(a.container().id()));
                            });
            case PodAction.TellBackOff a -> tellBackOff(seen, a);
            case PodAction.CleanUp a ->
                    launch(
                            PodObserved.VOLUMES,
                            () -> {
                                operations.cleanUp();
                                note(() -> memory.volumes(VolumesState.GONE));
                            });
            case PodAction.DeleteObject a -> launch(PodObserved.OBJECT, this::deleteObject);
            case PodAction.Forget a -> {
                close();
                ended.run();
            }
        }
    }

    private void startContainer(PodObserved seen, PodAction.StartContainer action) {
        Optional<Container> container = PodParts.find(seen.pod(), action.name());
        Optional<SandboxState> sandbox = seen.liveSandbox();
        if (container.isEmpty() || sandbox.isEmpty()) {
            return;
        }
        launch(
                action.name(),
                () -> {
                    seen.current(action.name())
                            .filter(ContainerState::exited)
                            .ifPresent(c -> note(() -> restartOnce(c, seen.now())));
                    operations.startContainer(
                            seen.pod(),
                            container.get(),
                            action.attempt(),
                            sandbox.get(),
                            new Start(action.name()));
                });
    }

    /** Where the start of a container stands: while it waits it may be given up. */
    private final class Start implements PodOperations.Waiting {

        private final String name;

        Start(String name) {
            this.name = name;
        }

        @Override
        public void begin() {
            Thread waiting = Thread.currentThread();
            change(() -> working.put(name, waiting));
        }

        @Override
        public void end() throws InterruptedException {
            note(() -> working.remove(name));
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }

        @Override
        public void seen(ContainerState state) {
            note(() -> put(state));
        }
    }

    /** One restart counts once, however often it has to be tried. */
    private void restartOnce(ContainerState ended, Instant now) {
        if (memory.trouble(ended.name()) == null) {
            memory.restarting(ended, now);
        }
    }

    private void deleteObject() {
        if (operations.deleteObject()) {
            note(() -> memory.deleteSent(true));
        } else {
            throw new StartProblem("", "the API could not be asked to delete the pod");
        }
    }

    private void tellBackOff(PodObserved seen, PodAction.TellBackOff action) {
        String name = action.name();
        if (action.image()) {
            String image = PodParts.find(seen.pod(), name).map(Container::getImage).orElse("");
            node.events()
                    .normal(
                            seen.pod(),
                            name,
                            "BackOff",
                            "Back-off pulling image \"" + image + "\"");
            node.events().warning(seen.pod(), name, "Failed", "Error: ImagePullBackOff");
        } else {
            node.events()
                    .warning(
                            seen.pod(),
                            name,
                            "BackOff",
                            "Back-off restarting failed container %s in pod %s"
                                    .formatted(name, ref.described()));
        }
        note(() -> memory.told(action.key()));
    }

    private void note(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    /** What may fail and be tried again. */
    private interface Work {
        void run() throws InterruptedException;
    }

    /** Runs on a thread of its own, one for each name at a time; the pod is busy with it. */
    private void launch(String name, Work work) {
        boolean free;
        lock.lock();
        try {
            free = !closed && memory.begin(name);
        } finally {
            lock.unlock();
        }
        if (free) {
            Thread.ofVirtual()
                    .name("node-pod-" + ref.name() + "-" + name)
                    .start(() -> finish(name, work));
        }
    }

    private void finish(String name, Work work) {
        try {
            work.run();
            note(() -> memory.succeeded(name));
        } catch (StartProblem e) {
            fail(name, e.reason(), e);
        } catch (EngineException e) {
            fail(name, "", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("name", ref.name())
                    .addKeyValue("what", name)
                    .setCause(e)
                    .log("an operation on a pod failed");
            fail(name, "", e);
        } finally {
            change(() -> memory.end(name));
        }
    }

    /** A pod that is going away needs no more images and start hooks. */
    private void giveUpStarts(PodObserved seen) {
        if (!seen.gone() && !PodParts.isDeleting(seen.pod())) {
            return;
        }
        lock.lock();
        try {
            working.values().forEach(Thread::interrupt);
            working.clear();
        } finally {
            lock.unlock();
        }
    }

    private void fail(String name, String reason, RuntimeException e) {
        String message = Objects.requireNonNullElse(e.getMessage(), e.toString());
        note(() -> memory.failed(name, reason, message, node.clock().instant()));
    }

    /** Runs on a thread of its own, one for each key at a time; decisions do not wait for it. */
    private void aside(String key, Runnable work) {
        lock.lock();
        try {
            if (!side.add(key)) {
                return;
            }
        } finally {
            lock.unlock();
        }
        Thread.ofVirtual()
                .name("node-pod-" + ref.name() + "-" + key)
                .start(
                        () -> {
                            try {
                                work.run();
                            } catch (RuntimeException e) {
                                LOG.atWarn()
                                        .addKeyValue("name", ref.name())
                                        .addKeyValue("what", key)
                                        .addKeyValue("why", e.toString())
                                        .log("an operation on a pod failed");
                            } finally {
                                change(() -> side.remove(key));
                            }
                        });
    }
}
