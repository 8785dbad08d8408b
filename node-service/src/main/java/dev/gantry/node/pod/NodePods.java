package dev.gantry.node.pod;

import dev.gantry.api.status.ApiException;
import dev.gantry.client.informer.Informer;
import dev.gantry.node.probe.ProbeCounts;
import dev.gantry.node.probe.ProbeListener;
import dev.gantry.node.probe.Probes;
import dev.gantry.node.runtime.EngineException;
import dev.gantry.node.runtime.PodRef;
import dev.gantry.node.runtime.RuntimeListener;
import dev.gantry.node.runtime.RuntimePod;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pods of one node: a worker for each that the API has bound here or that the engine was found
 * with.
 *
 * <p>Nothing is decided before the engine has told what it holds. A pod that the informer no longer
 * shows is removed only after a consistent read has confirmed that it is gone, and a pod of the
 * engine that no object stands for only after a consistent list and a read of its own.
 */
public final class NodePods implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodePods.class);
    private static final Duration REFRESH = Duration.ofMinutes(1);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final NodeContext node;
    private final BoundPods bound;
    private final Runnable engineChanged;
    private final ApiTruth api;
    private final Probes probes;
    private final Map<String, PodWorker> workers = new ConcurrentHashMap<>();
    private final Map<String, RuntimePod> unclaimed = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor timer;
    private volatile EngineState engine =
            new EngineState(false, "the container engine was not asked yet");
    private volatile boolean adopted;
    private volatile boolean closed;

    /**
     * Whether the engine answers.
     *
     * @param why empty when it does
     */
    public record EngineState(boolean up, String why) {}

    /**
     * @param engineChanged called when {@link #engine()} has changed
     * @param bound the pods whose {@code spec.nodeName} is this node's
     */
    public NodePods(NodeContext node, BoundPods bound, Runnable engineChanged) {
        this.node = node;
        this.api = new ApiTruth(node.state(), node.node());
        this.bound = bound;
        this.engineChanged = engineChanged;
        this.probes = new Probes(node.runtime().streams(), new Heard(), node.clock());
        this.timer =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofVirtual().name("node-pods-" + node.node()).factory());
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Where a node's pods come from. */
    public interface BoundPods {
        /** First told of everything present, as an informer's listener is. */
        void listen(Informer.Listener<Pod> listener);
    }

    /** Takes up whatever runs, then follows the API. Returns at once. */
    public void start() {
        node.references().listen(uid -> with(uid, PodWorker::referenceChanged));
        timer.scheduleWithFixedDelay(
                this::refresh, REFRESH.toMillis(), REFRESH.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The runtime's listener for this node's pods. */
    public RuntimeListener runtimeListener() {
        return new Engine();
    }

    public EngineState engine() {
        return engine;
    }

    /** What the engine holds of a pod, by namespace and name; for logs and commands. */
    public Optional<PodView> find(String namespace, String name) {
        return workers.values().stream()
                .filter(w -> w.ref().namespace().equals(namespace) && w.ref().name().equals(name))
                .map(PodWorker::view)
                .reduce((a, b) -> a.pod().getMetadata().getDeletionTimestamp() == null ? a : b);
    }

    /** Every pod of the node. */
    public List<PodView> views() {
        return workers.values().stream().map(PodWorker::view).toList();
    }

    /** What probes have found so far. */
    public ProbeCounts probeCounts() {
        return probes.counts();
    }

    public int size() {
        return workers.size();
    }

    /** Looks at every pod again, as after a step of the clock. */
    public void wakeAll() {
        workers.values().forEach(PodWorker::wake);
    }

    private void with(String uid, java.util.function.Consumer<PodWorker> what) {
        PodWorker worker = workers.get(uid);
        if (worker != null) {
            what.accept(worker);
        }
    }

    /** Tokens age and volumes drift: look at them now and then. */
    private void refresh() {
        workers.values().forEach(PodWorker::referenceChanged);
    }

    // ---- the engine

    private final class Engine implements RuntimeListener {

        @Override
        public void connected() {
            later(Duration.ZERO, NodePods.this::takeStock);
        }

        @Override
        public void disconnected(String why) {
            become(new EngineState(false, why));
        }

        @Override
        public void changed(PodRef pod, String id, boolean sandbox) {
            if (pod.node().equals(node.node())) {
                with(pod.uid(), w -> w.stale(id, sandbox));
            }
        }
    }

    private void become(EngineState now) {
        boolean changed = !now.equals(engine);
        engine = now;
        if (changed) {
            engineChanged.run();
        }
    }

    private void takeStock() {
        try {
            for (RuntimePod found : node.runtime().pods(node.node())) {
                String uid = found.pod().uid();
                found.sandbox().ifPresent(s -> node.addresses().adopt(uid, s.address()));
                PodWorker worker = workers.get(uid);
                if (worker == null) {
                    unclaimed.put(uid, found);
                } else {
                    worker.found(found);
                }
            }
            become(new EngineState(true, ""));
            wakeAll();
            if (!adopted) {
                adopted = true;
                bound.listen(new Bound());
            }
            later(Duration.ZERO, this::removeOrphans);
        } catch (EngineException e) {
            become(new EngineState(false, Objects.requireNonNullElse(e.getMessage(), "")));
            later(RETRY, this::takeStock);
        }
    }

    // ---- the API

    private final class Bound implements Informer.Listener<Pod> {

        @Override
        public void added(Pod pod) {
            worker(pod).update(pod);
        }

        @Override
        public void changed(Pod before, Pod after) {
            worker(after).update(after);
        }

        @Override
        public void removed(Pod last) {
            later(Duration.ZERO, () -> confirmGone(last));
        }
    }

    private PodWorker worker(Pod pod) {
        return workers.computeIfAbsent(
                pod.getMetadata().getUid(),
                uid -> {
                    RuntimePod found = unclaimed.remove(uid);
                    return begin(pod, found == null ? RuntimePod.empty(ref(pod)) : found);
                });
    }

    private PodWorker begin(Pod pod, RuntimePod found) {
        String uid = found.pod().uid();
        PodWorker worker =
                new PodWorker(
                        node,
                        pod,
                        found,
                        probes,
                        () -> {
                            workers.remove(uid);
                            probes.counts().forget(uid);
                        });
        worker.start();
        return worker;
    }

    private PodRef ref(Pod pod) {
        return new PodRef(
                node.node(),
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getName(),
                pod.getMetadata().getUid());
    }

    private void confirmGone(Pod last) {
        PodRef ref = ref(last);
        try {
            if (api.isGone(ref)) {
                with(ref.uid(), PodWorker::gone);
            }
        } catch (ApiException e) {
            later(RETRY, () -> confirmGone(last));
        }
    }

    private void removeOrphans() {
        if (unclaimed.isEmpty()) {
            return;
        }
        try {
            Set<String> bound = api.bound();
            if (unclaimed.keySet().stream().anyMatch(bound::contains)) {
                // the informer will bring them
                later(RETRY, this::removeOrphans);
                return;
            }
            unclaimed.values().forEach(this::removeOrphan);
        } catch (ApiException e) {
            LOG.atInfo()
                    .addKeyValue("node", node.node())
                    .addKeyValue("why", e.getMessage())
                    .log("what runs without an object stays until the API answers");
            later(RETRY, this::removeOrphans);
        }
    }

    private void removeOrphan(RuntimePod found) {
        PodRef ref = found.pod();
        if (!api.isGone(ref)) {
            return;
        }
        LOG.atInfo()
                .addKeyValue("namespace", ref.namespace())
                .addKeyValue("name", ref.name())
                .addKeyValue("uid", ref.uid())
                .log("removing a pod that the API no longer knows");
        workers.computeIfAbsent(
                ref.uid(),
                uid -> {
                    unclaimed.remove(uid);
                    PodWorker worker = begin(PodParts.standIn(ref), found);
                    worker.gone();
                    return worker;
                });
    }

    private void later(Duration delay, Runnable task) {
        if (!closed) {
            timer.schedule(
                    () -> {
                        try {
                            task.run();
                        } catch (RuntimeException e) {
                            LOG.atError().setCause(e).log("a node's housekeeping failed");
                        }
                    },
                    delay.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    private final class Heard implements ProbeListener {

        @Override
        public void changed(String podUid) {
            with(podUid, PodWorker::wake);
        }

        @Override
        public void unhealthy(String podUid, String container, String message) {
            with(
                    podUid,
                    w -> node.events().warning(w.view().pod(), container, "Unhealthy", message));
        }
    }

    /** Stops deciding; containers go on. */
    @Override
    public void close() {
        closed = true;
        timer.shutdownNow();
        workers.values().forEach(PodWorker::close);
        probes.close();
    }
}
