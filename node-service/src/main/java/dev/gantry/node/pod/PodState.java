package dev.gantry.node.pod;

import dev.gantry.client.trace.ChangeTrace;
import dev.gantry.node.probe.ProbeReport;
import dev.gantry.node.runtime.ContainerState;
import dev.gantry.node.runtime.RuntimePod;
import dev.gantry.node.runtime.SandboxState;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a worker knows of its pod, under one lock that is never held over I/O, with a bell for the
 * worker's thread. Safe for concurrent use.
 */
final class PodState {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition bell = lock.newCondition();
    private final PodMemory memory = new PodMemory();
    private final Map<String, Boolean> stale = new HashMap<>();
    private Pod pod;
    private RuntimePod runtime;
    private boolean gone;
    private boolean rung = true;
    private boolean closed;
    private @Nullable PodStatus reported;
    private long storedRevision;
    private final PodCause cause = new PodCause();

    PodState(Pod pod, RuntimePod found) {
        this.pod = pod;
        this.runtime = found;
        memory.adopt(found);
    }

    // ---- what others tell

    void update(Pod now) {
        String told = ChangeTrace.current();
        tell(
                notes -> {
                    cause.told(told, System.nanoTime());
                    if (!sameMetadata(now.getMetadata(), pod.getMetadata())) {
                        notes.lookAtVolumes();
                    }
                    pod = now;
                });
    }

    /** Whether files made of the pod's own fields stay as they are. */
    private static boolean sameMetadata(ObjectMeta a, ObjectMeta b) {
        return Objects.equals(a.getLabels(), b.getLabels())
                && Objects.equals(a.getAnnotations(), b.getAnnotations());
    }

    void gone() {
        tell(notes -> gone = true);
    }

    void stale(String id, boolean sandbox) {
        tell(notes -> stale.put(id, sandbox));
    }

    void stale(RuntimePod found) {
        tell(
                notes -> {
                    runtime.containers().forEach(c -> stale.put(c.id(), false));
                    runtime.sandboxes().forEach(s -> stale.put(s.id(), true));
                    found.containers().forEach(c -> stale.put(c.id(), false));
                    found.sandboxes().forEach(s -> stale.put(s.id(), true));
                });
    }

    void close() {
        tell(notes -> closed = true);
    }

    /** Changes the notes and rings the bell. */
    void tell(Consumer<PodMemory> change) {
        lock.lock();
        try {
            change.accept(memory);
            rung = true;
            bell.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Changes the notes without ringing. */
    void note(Consumer<PodMemory> change) {
        lock.lock();
        try {
            change.accept(memory);
        } finally {
            lock.unlock();
        }
    }

    /** Whether an operation of this name may begin now; it is in flight then. */
    boolean begin(String name) {
        lock.lock();
        try {
            return !closed && memory.begin(name);
        } finally {
            lock.unlock();
        }
    }

    /** The trace of the change that is being worked on, null for none. */
    @Nullable String cause() {
        lock.lock();
        try {
            return cause.at(System.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    // ---- for the worker's thread

    /** Waits for the bell or the time; false when closed. */
    boolean await(Instant time, InstantSource clock) throws InterruptedException {
        lock.lock();
        try {
            while (!rung && !closed) {
                long nanos = Duration.between(clock.instant(), time).toNanos();
                if (nanos <= 0) {
                    break;
                }
                bell.await(nanos, TimeUnit.NANOSECONDS);
            }
            rung = false;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Ids of what has to be looked at again, and whether each is a sandbox. */
    Map<String, Boolean> takeStale() {
        lock.lock();
        try {
            Map<String, Boolean> taken = Map.copyOf(stale);
            stale.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    Optional<ContainerState> known(String id) {
        lock.lock();
        try {
            return runtime.containers().stream().filter(c -> c.id().equals(id)).findFirst();
        } finally {
            lock.unlock();
        }
    }

    /** Never goes back: what has ended has ended. */
    void put(ContainerState state) {
        lock.lock();
        try {
            boolean older =
                    known(state.id())
                            .filter(k -> k.exited() || k.phase().compareTo(state.phase()) > 0)
                            .isPresent();
            if (!older) {
                runtime = runtime.with(state);
            }
        } finally {
            lock.unlock();
        }
    }

    void put(SandboxState state) {
        note(notes -> runtime = runtime.with(state));
    }

    void remove(String id) {
        note(notes -> runtime = runtime.without(id));
    }

    /** Adds a message to one that has ended without any. */
    void lastWords(ContainerState ended, String words) {
        note(notes -> runtime = runtime.with(ended.withMessage(words)));
    }

    PodView view() {
        lock.lock();
        try {
            return new PodView(pod, runtime);
        } finally {
            lock.unlock();
        }
    }

    PodObserved observe(Map<String, ProbeReport> probes, Instant now) {
        lock.lock();
        try {
            memory.prune(runtime);
            return new PodObserved(pod, gone, runtime, probes, memory.snapshot(reported), now);
        } finally {
            lock.unlock();
        }
    }

    /** Whether a status has to be written; it counts as reported then. */
    boolean toReport(PodStatus status) {
        lock.lock();
        try {
            if (status.equals(reported) && !overwritten(status)) {
                return false;
            }
            reported = status;
            memory.settled(false);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Whether somebody else has since changed what is ours, as a node controller does. */
    private boolean overwritten(PodStatus status) {
        boolean newer =
                storedRevision > 0
                        && Long.parseLong(pod.getMetadata().getResourceVersion()) > storedRevision;
        return newer && !PodConditions.agree(pod.getStatus(), status);
    }

    void stored(PodStatus status, long revision) {
        tell(
                notes -> {
                    if (status == reported) {
                        notes.settled(true);
                        storedRevision = revision;
                    }
                });
    }

    /** Something that the pod names has changed: what failed for it may be tried at once. */
    void referenceChanged() {
        tell(
                notes -> {
                    notes.retryConfig();
                    notes.lookAtVolumes();
                });
    }
}
