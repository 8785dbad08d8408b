package dev.gantry.node.pod;

import dev.gantry.client.trace.Steps;
import dev.gantry.node.pod.PodObserved.VolumesState;
import dev.gantry.node.runtime.ContainerState;
import dev.gantry.node.runtime.EngineException;
import dev.gantry.node.runtime.PodRef;
import dev.gantry.node.runtime.SandboxState;
import io.fabric8.kubernetes.api.model.Container;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what was decided for one pod, each thing on a virtual thread of its own, and notes how it
 * went. Of one name only one thing is done at a time.
 */
final class PodJobs {

    private static final Logger LOG = LoggerFactory.getLogger(PodJobs.class);

    private final NodeContext node;
    private final PodRef ref;
    private final PodState state;
    private final PodOperations operations;
    private final Runnable ended;
    private final Set<String> aside = ConcurrentHashMap.newKeySet();
    private final Map<String, Thread> waiting = new ConcurrentHashMap<>();

    PodJobs(
            NodeContext node,
            PodRef ref,
            PodState state,
            PodOperations operations,
            Runnable ended) {
        this.node = node;
        this.ref = ref;
        this.state = state;
        this.operations = operations;
        this.ended = ended;
    }

    void perform(PodObserved seen, Decision decision) {
        if (seen.gone() || PodParts.isDeleting(seen.pod())) {
            giveUpStarts();
        }
        decision.actions().forEach(action -> perform(seen, action));
    }

    private void perform(PodObserved seen, PodAction action) {
        switch (action) {
            case PodAction.SetUpVolumes a -> setUpVolumes(seen);
            case PodAction.StartSandbox a ->
                    launch(
                            PodObserved.SANDBOX,
                            "start sandbox",
                            () -> state.put(operations.startSandbox(seen.pod(), a.attempt())));
            case PodAction.RemoveSandbox a ->
                    launch(PodObserved.SANDBOX, "remove sandbox", () -> removeSandbox(a.sandbox()));
            case PodAction.StartContainer a -> startContainer(seen, a);
            case PodAction.StopContainer a -> stopContainer(seen, a);
            case PodAction.KillContainer a -> {
                String id = a.container().id();
                aside("kill:" + id, () -> node.runtime().kill(id));
            }
            case PodAction.RemoveContainer a -> removeContainer(a.container().id());
            case PodAction.TellBackOff a -> tellBackOff(seen, a);
            case PodAction.CleanUp a -> launch(PodObserved.VOLUMES, "clean up", this::cleanUp);
            case PodAction.DeleteObject a ->
                    launch(PodObserved.OBJECT, "delete object", this::deleteObject);
            case PodAction.Forget a -> ended.run();
        }
    }

    private void setUpVolumes(PodObserved seen) {
        launch(
                PodObserved.VOLUMES,
                "set up volumes",
                () -> {
                    operations.setUpVolumes(seen.pod());
                    state.note(notes -> notes.volumes(VolumesState.READY));
                });
    }

    private void cleanUp() {
        operations.cleanUp();
        state.note(notes -> notes.volumes(VolumesState.GONE));
    }

    private void removeSandbox(SandboxState sandbox) {
        node.runtime().removeSandbox(sandbox.id());
        state.remove(sandbox.id());
    }

    private void removeContainer(String id) {
        aside(
                "remove:" + id,
                () -> {
                    node.runtime().remove(id);
                    state.remove(id);
                });
    }

    private void stopContainer(PodObserved seen, PodAction.StopContainer action) {
        String id = action.container().id();
        state.note(notes -> notes.stopping(id, seen.now()));
        aside(
                "stop:" + id,
                () -> operations.stopContainer(seen.pod(), action, seen.runtime().sandbox()));
    }

    private void startContainer(PodObserved seen, PodAction.StartContainer action) {
        String name = action.name();
        Optional<Container> container = PodParts.find(seen.pod(), name);
        Optional<SandboxState> sandbox = seen.liveSandbox();
        if (container.isEmpty() || sandbox.isEmpty()) {
            return;
        }
        launch(
                name,
                "start container " + name,
                () -> {
                    seen.current(name)
                            .filter(ContainerState::exited)
                            .ifPresent(c -> state.note(n -> countRestart(n, c, seen.now())));
                    operations.startContainer(
                            seen.pod(),
                            container.get(),
                            action.attempt(),
                            sandbox.get(),
                            new Start(name));
                });
    }

    /** One restart counts once, however often it has to be tried. */
    private static void countRestart(PodMemory notes, ContainerState ended, Instant now) {
        if (notes.trouble(ended.name()) == null) {
            notes.restarting(ended, now);
        }
    }

    /** Where the start of a container stands: while it waits it may be given up. */
    private final class Start implements PodOperations.Waiting {

        private final String name;

        Start(String name) {
            this.name = name;
        }

        @Override
        public void begin() {
            Thread self = Thread.currentThread();
            waiting.put(name, self);
            state.tell(notes -> {});
        }

        @Override
        public void end() throws InterruptedException {
            waiting.remove(name);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }

        @Override
        public void seen(ContainerState container) {
            state.put(container);
        }
    }

    /** A pod that is going away needs no more images and start hooks. */
    private void giveUpStarts() {
        for (String name : waiting.keySet()) {
            waiting.computeIfPresent(
                    name,
                    (n, thread) -> {
                        thread.interrupt();
                        return null;
                    });
        }
    }

    private void deleteObject() {
        if (!operations.deleteObject()) {
            throw new StartProblem("", "the API could not be asked to delete the pod");
        }
        state.note(notes -> notes.deleteSent(true));
    }

    private void tellBackOff(PodObserved seen, PodAction.TellBackOff action) {
        String name = action.name();
        PodEvents events = node.events();
        if (action.image()) {
            String image = PodParts.find(seen.pod(), name).map(Container::getImage).orElse("");
            events.normal(seen.pod(), name, "BackOff", "Back-off pulling image \"" + image + "\"");
            events.warning(seen.pod(), name, "Failed", "Error: ImagePullBackOff");
        } else {
            events.warning(
                    seen.pod(),
                    name,
                    "BackOff",
                    "Back-off restarting failed container %s in pod %s"
                            .formatted(name, ref.described()));
        }
        state.note(notes -> notes.told(action.key()));
    }

    // ---- threads

    /** What may fail and be tried again. */
    private interface Work {
        void run() throws InterruptedException;
    }

    /** The pod is busy with it until it has returned; then the worker decides again. */
    private void launch(String name, String doing, Work work) {
        if (state.begin(name)) {
            Thread.ofVirtual()
                    .name("node-pod-" + ref.name() + "-" + name)
                    .start(() -> finish(name, doing, work));
        }
    }

    private void finish(String name, String doing, Work work) {
        try (Steps.Step step = node.steps().follow(doing, state.cause())) {
            step.about("pods", ref.namespace(), ref.name());
            finish(name, work, step);
        } finally {
            state.tell(notes -> notes.end(name));
        }
    }

    private void finish(String name, Work work, Steps.Step step) {
        try {
            work.run();
            state.note(notes -> notes.succeeded(name));
        } catch (StartProblem e) {
            step.failed(e);
            fail(name, e.reason(), e);
        } catch (EngineException e) {
            step.failed(e);
            fail(name, "", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            step.failed(e);
            log(name, e);
            fail(name, "", e);
        }
    }

    private void fail(String name, String reason, RuntimeException e) {
        String message = Objects.requireNonNullElse(e.getMessage(), e.toString());
        state.note(notes -> notes.failed(name, reason, message, node.clock().instant()));
    }

    private void log(String what, RuntimeException e) {
        LOG.atError()
                .addKeyValue("namespace", ref.namespace())
                .addKeyValue("name", ref.name())
                .addKeyValue("what", what)
                .setCause(e)
                .log("an operation on a pod failed");
    }

    /** Decisions do not wait for it; what fails is decided again. */
    private void aside(String key, Runnable work) {
        if (!aside.add(key)) {
            return;
        }
        Thread.ofVirtual()
                .name("node-pod-" + ref.name() + "-" + key)
                .start(
                        () -> {
                            try {
                                work.run();
                            } catch (EngineException refused) {
                                LOG.atWarn()
                                        .addKeyValue("name", ref.name())
                                        .addKeyValue("what", key)
                                        .addKeyValue("why", refused.getMessage())
                                        .log("an operation on a pod failed");
                            } catch (RuntimeException e) {
                                log(key, e);
                            } finally {
                                aside.remove(key);
                                state.tell(notes -> {});
                            }
                        });
    }
}
