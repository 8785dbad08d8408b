package dev.gantry.controller;

import dev.gantry.api.status.ApiException;
import dev.gantry.client.informer.Informer;
import dev.gantry.client.trace.Steps;
import dev.gantry.client.trace.TraceNotes;
import dev.gantry.controller.Reconciler.ObjectName;
import dev.gantry.controller.queue.WorkQueue;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a reconciler: changes of the watched kinds become keys, keys become reconciliations.
 *
 * <p>A key is decided only when every watched informer is complete and has reached the revision the
 * loop was started with, and when the informers have seen what the key itself wrote last through a
 * {@link RememberingClient}. A failure is counted, logged once and tried again with growing delay.
 *
 * <p>May be started and stopped any number of times, as leadership comes and goes; while it is
 * stopped, changes are ignored, because a start looks at everything. Watch before the first start.
 */
public final class ControllerLoop implements AutoCloseable {

    private static final Duration GATE_POLL = Duration.ofMillis(20);
    private static final Duration UNSETTLED_DELAY = Duration.ofMillis(20);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    private final Reconciler reconciler;
    private final LoopSettings settings;
    private final WorkQueue<ObjectName> queue;
    private final LoopMetrics metrics;
    private final Sources sources = new Sources();
    private final Settling settling = new Settling(sources);

    private final TraceNotes<ObjectName> causes = new TraceNotes<>();
    private Steps steps = Steps.NONE;

    private volatile boolean running;
    private volatile boolean gateOpen;
    private List<Thread> threads = List.of();

    public ControllerLoop(Reconciler reconciler, LoopSettings settings, MeterRegistry meters) {
        this(reconciler, settings, meters, System::nanoTime);
    }

    /**
     * @param nanoTime a monotonic clock for delays
     */
    public ControllerLoop(
            Reconciler reconciler,
            LoopSettings settings,
            MeterRegistry meters,
            LongSupplier nanoTime) {
        this.reconciler = reconciler;
        this.settings = settings;
        this.queue = new WorkQueue<>(reconciler.name(), settings.queue(), meters, nanoTime);
        this.metrics = new LoopMetrics(meters, reconciler.name());
    }

    /** Records reconciliations as steps of the changes that caused them. Before the first start. */
    public ControllerLoop recording(Steps recorder) {
        steps = recorder;
        return this;
    }

    public String name() {
        return reconciler.name();
    }

    /** The keys of the kind's changed objects are reconciled. */
    public <T> ControllerLoop watch(
            String groupResource, Informer<T> informer, Trigger<T> trigger) {
        sources.add(groupResource, informer, trigger, this::changed);
        return this;
    }

    private void changed(ObjectName key) {
        if (running) {
            causes.note(key);
            queue.add(key);
        }
    }

    /** Reconciles the key after a delay, as when something outside of the cluster asks for it. */
    public void after(ObjectName key, Duration delay) {
        queue.addAfter(key, delay);
    }

    /** Starts the workers. They act once the informers have reached {@code revision}. */
    public void start(long revision) {
        stop();
        running = true;
        List<Thread> started = new ArrayList<>();
        started.add(thread("gate", () -> openGate(revision)));
        threads = started;
    }

    private Thread thread(String role, Runnable work) {
        return Thread.ofVirtual().name(reconciler.name() + "-" + role).start(work);
    }

    /** Waits for the informers, looks at everything once, then lets the workers run. */
    private void openGate(long revision) {
        try {
            while (running && !sources.reached(revision)) {
                Thread.sleep(GATE_POLL);
            }
            if (running) {
                sources.allKeys(queue::add);
                gateOpen = true;
                workUntilStopped();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void workUntilStopped() throws InterruptedException {
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < settings.workers(); i++) {
            workers.add(thread("worker-" + i, this::work));
        }
        try {
            for (Thread worker : workers) {
                worker.join();
            }
        } finally {
            workers.forEach(Thread::interrupt);
            for (Thread worker : workers) {
                worker.join(STOP_PATIENCE);
            }
        }
    }

    private void work() {
        try {
            while (running) {
                ObjectName key = queue.take();
                if (key == null) {
                    return;
                }
                handle(key);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Handles one key that is ready now, on the caller's thread; for simulations that run without
     * workers. The informers must be complete.
     *
     * @return false when none was ready
     */
    public boolean step() throws InterruptedException {
        ObjectName key = queue.poll();
        if (key == null) {
            return false;
        }
        handle(key);
        return true;
    }

    /** Watches changes without workers; {@link #step()} handles them. */
    public void startStepping() {
        running = true;
        gateOpen = true;
        sources.allKeys(queue::add);
    }

    private void handle(ObjectName key) throws InterruptedException {
        try {
            if (settling.settled(key, settings.catchUp())) {
                reconcile(key);
            } else {
                metrics.unsettled();
                queue.addAfter(key, UNSETTLED_DELAY);
            }
        } finally {
            queue.done(key);
        }
        if (queue.overflowed()) {
            sources.allKeys(queue::add);
        }
    }

    private void reconcile(ObjectName key) throws InterruptedException {
        String cause = causes.take(key);
        try (Steps.Step step = steps.follow("reconcile " + name(), cause)) {
            step.about(sources.first(), key.namespace(), key.name());
            reconcile(key, cause);
        }
    }

    private void reconcile(ObjectName key, @Nullable String cause) throws InterruptedException {
        OwnWrites writes = new OwnWrites();
        try {
            Requeue requeue =
                    ScopedValue.where(OwnWrites.CURRENT, writes)
                            .call(() -> reconciler.reconcile(key));
            again(key, requeue);
        } catch (ApiException e) {
            metrics.refused(key, e);
            causes.putBack(key, cause);
            queue.addBackOff(key);
        } catch (RuntimeException e) {
            metrics.failed(key, e);
            causes.putBack(key, cause);
            queue.addBackOff(key);
        } finally {
            settling.wrote(key, writes);
        }
    }

    private void again(ObjectName key, Requeue requeue) {
        switch (requeue) {
            case Requeue.OnChange onChange -> succeeded(key);
            case Requeue.After after -> {
                succeeded(key);
                queue.addAfter(key, after.delay());
            }
            case Requeue.BackOff backOff -> {
                metrics.retried(key, backOff.why());
                queue.addBackOff(key);
            }
        }
    }

    private void succeeded(ObjectName key) {
        queue.forget(key);
        metrics.succeeded();
    }

    /** Whether the workers run. */
    public boolean active() {
        return running && gateOpen;
    }

    /** Keys that wait now. */
    public int waiting() {
        return queue.size();
    }

    /** Stops the workers, waits a few seconds for them, and forgets what was to be done. */
    public void stop() {
        running = false;
        gateOpen = false;
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join(STOP_PATIENCE.multipliedBy(2));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads = List.of();
        queue.clear();
        causes.clear();
        settling.clear();
    }

    @Override
    public void close() {
        stop();
        queue.close();
    }
}
