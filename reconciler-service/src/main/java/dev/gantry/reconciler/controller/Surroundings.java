package dev.gantry.reconciler.controller;

import dev.gantry.client.StateClient;
import dev.gantry.client.informer.Informer;
import dev.gantry.client.informer.InformerFactory;
import dev.gantry.client.trace.Steps;
import dev.gantry.controller.ControllerLoop;
import dev.gantry.controller.LoopSettings;
import dev.gantry.controller.Reconciler;
import dev.gantry.controller.event.EventRecorder;
import dev.gantry.reconciler.ownership.Owners;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/**
 * What controllers stand in: the leader's client, shared informers, time, metrics, events.
 *
 * <p>Closing it closes what it has handed out.
 */
public final class Surroundings implements AutoCloseable {

    /** Index of the controller's uid; objects without a controller are not in it. */
    public static final String BY_OWNER = "controller";

    /** Index of the namespace of objects that no controller owns. */
    public static final String ORPHANS = "orphans";

    /** Index of {@code spec.nodeName}; unassigned pods are not in it. */
    public static final String BY_NODE = "node";

    private final StateClient client;
    private final InformerFactory informers;
    private final MeterRegistry meters;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final LoopSettings loopSettings;
    private Steps steps = Steps.NONE;
    private final List<AutoCloseable> opened = new CopyOnWriteArrayList<>();

    /**
     * @param client the leader's: every write through it is fenced
     * @param nanoTime a monotonic clock
     */
    public Surroundings(
            StateClient client,
            InformerFactory informers,
            MeterRegistry meters,
            Clock clock,
            LongSupplier nanoTime,
            LoopSettings loopSettings) {
        this.client = client;
        this.informers = informers;
        this.meters = meters;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.loopSettings = loopSettings;
    }

    /** Records what controllers do. Before the first {@link #loop}. */
    public Surroundings recording(Steps recorder) {
        steps = recorder;
        return this;
    }

    public StateClient client() {
        return client;
    }

    public InformerFactory informers() {
        return informers;
    }

    public MeterRegistry meters() {
        return meters;
    }

    public Clock clock() {
        return clock;
    }

    public long nanoTime() {
        return nanoTime.getAsLong();
    }

    /** Pods with every index a controller may ask for. */
    public Informer<Pod> pods() {
        return informers.informer(
                "pods",
                Pod.class,
                Map.of(
                        BY_OWNER,
                        Surroundings::ownerUid,
                        ORPHANS,
                        Surroundings::orphanage,
                        BY_NODE,
                        pod -> one(pod.getSpec().getNodeName())));
    }

    /** Objects that controllers own, found by owner. */
    public <T extends HasMetadata> Informer<T> owned(String groupResource, Class<T> type) {
        return informers.informer(
                groupResource,
                type,
                Map.of(BY_OWNER, Surroundings::ownerUid, ORPHANS, Surroundings::orphanage));
    }

    private static List<String> ownerUid(HasMetadata object) {
        return Owners.controllerOf(object).map(ref -> List.of(ref.getUid())).orElse(List.of());
    }

    private static List<String> orphanage(HasMetadata object) {
        return Owners.controllerOf(object).isPresent()
                ? List.of()
                : List.of(object.getMetadata().getNamespace());
    }

    private static List<String> one(@org.jspecify.annotations.Nullable String value) {
        return value == null || value.isEmpty() ? List.of() : List.of(value);
    }

    /** A loop with this service's settings; watch its kinds, then start it. */
    public ControllerLoop loop(Reconciler reconciler) {
        ControllerLoop loop =
                new ControllerLoop(reconciler, loopSettings, meters, nanoTime).recording(steps);
        opened.add(loop);
        return loop;
    }

    /** A recorder that reports as {@code component}. */
    public EventRecorder events(String component) {
        EventRecorder recorder = new EventRecorder(client, component, clock, meters);
        opened.add(recorder);
        return recorder;
    }

    @Override
    public void close() {
        List<AutoCloseable> reversed = new ArrayList<>(opened).reversed();
        for (AutoCloseable one : reversed) {
            switch (one) {
                case ControllerLoop loop -> loop.close();
                case EventRecorder recorder -> recorder.close();
                default -> throw new IllegalStateException("unknown " + one);
            }
        }
    }
}
