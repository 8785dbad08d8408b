package dev.gantry.node.pod;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiException;
import dev.gantry.node.runtime.ContainerState;
import dev.gantry.node.runtime.EngineException;
import dev.gantry.node.runtime.ImageInfo;
import dev.gantry.node.runtime.PodRef;
import dev.gantry.node.runtime.SandboxSpec;
import dev.gantry.node.runtime.SandboxState;
import dev.gantry.node.volume.VolumeException;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Sysctl;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * Does what was decided, blocking, on the caller's thread. A failure that may be tried again is a
 * {@link StartProblem}, told as an event here.
 */
final class PodOperations {

    private static final Duration LONGEST_START_HOOK = Duration.ofMinutes(10);

    private final NodeContext node;
    private final PodRef ref;
    private final ImageSupply images;
    private final ContainerSpecs specs;
    private final Hooks hooks;

    PodOperations(NodeContext node, PodRef ref) {
        this.node = node;
        this.ref = ref;
        this.images = new ImageSupply(node);
        this.specs = new ContainerSpecs(node);
        this.hooks = new Hooks(node);
    }

    void setUpVolumes(Pod pod) {
        try {
            node.volumes().setUp(pod);
        } catch (VolumeException e) {
            String why = Objects.requireNonNullElse(e.getMessage(), e.toString());
            node.events().warning(pod, "", "FailedMount", why);
            throw new StartProblem("", why);
        }
    }

    SandboxState startSandbox(Pod pod, int attempt) throws InterruptedException {
        boolean onHost = PodParts.hostNetwork(pod);
        String address =
                onHost
                        ? ""
                        : node.addresses()
                                .assign(ref.uid())
                                .orElseThrow(() -> sandboxFailed(pod, "no pod address is free"));
        SandboxSpec spec =
                new SandboxSpec(
                        ref,
                        attempt,
                        node.resolver().kernelHostname(pod),
                        address,
                        onHost,
                        Boolean.TRUE.equals(pod.getSpec().getHostPID()),
                        Boolean.TRUE.equals(pod.getSpec().getHostIPC()),
                        sysctls(pod));
        if (attempt > 0) {
            node.events()
                    .normal(
                            pod,
                            "",
                            "SandboxChanged",
                            "Pod sandbox changed, it will be killed and re-created.");
        }
        node.starts().acquire();
        try {
            return node.runtime().startSandbox(spec);
        } catch (EngineException e) {
            throw sandboxFailed(pod, words(e));
        } finally {
            node.starts().release();
        }
    }

    private StartProblem sandboxFailed(Pod pod, String why) {
        String message = "Failed to create pod sandbox: " + why;
        node.events().warning(pod, "", "FailedCreatePodSandBox", message);
        return new StartProblem("", message);
    }

    private static String words(EngineException e) {
        return Objects.requireNonNullElse(e.getMessage(), e.toString());
    }

    private static Map<String, String> sysctls(Pod pod) {
        if (pod.getSpec().getSecurityContext() == null
                || pod.getSpec().getSecurityContext().getSysctls() == null) {
            return Map.of();
        }
        return pod.getSpec().getSecurityContext().getSysctls().stream()
                .collect(Collectors.toMap(Sysctl::getName, Sysctl::getValue));
    }

    /**
     * Whoever waits for an operation: when it may be interrupted without leaving anything behind.
     */
    interface Waiting {

        /** From here on the thread may be interrupted. */
        void begin();

        /**
         * From here on it may not.
         *
         * @throws InterruptedException when it has been
         */
        void end() throws InterruptedException;

        /** Told of each state the container comes to. */
        void seen(ContainerState state);
    }

    void startContainer(
            Pod pod, Container container, int attempt, SandboxState sandbox, Waiting waiting)
            throws InterruptedException {
        waiting.begin();
        ImageInfo image;
        try {
            image = images.get(pod, container);
        } finally {
            waiting.end();
        }
        Consumer<ContainerState> seen = waiting::seen;
        ContainerState created = create(pod, container, attempt, sandbox, image, seen);
        String name = container.getName();
        node.events().normal(pod, name, "Created", "Container created");
        node.starts().acquire();
        ContainerState state;
        try {
            state = node.runtime().start(created.id());
        } catch (EngineException e) {
            node.events().warning(pod, name, "Failed", "Error: " + words(e));
            throw new StartProblem("RunContainerError", words(e));
        } finally {
            node.starts().release();
        }
        if (state.exited() && state.reason().equals("ContainerCannotRun")) {
            node.events().warning(pod, name, "Failed", "Error: " + state.message());
            seen.accept(state);
            return;
        }
        node.events().normal(pod, name, "Started", "Container started");
        seen.accept(state);
        waiting.begin();
        try {
            startHook(pod, container, state, sandbox);
        } finally {
            waiting.end();
        }
    }

    private ContainerState create(
            Pod pod,
            Container container,
            int attempt,
            SandboxState sandbox,
            ImageInfo image,
            Consumer<ContainerState> seen)
            throws InterruptedException {
        node.starts().acquire();
        try {
            ContainerState created =
                    node.runtime().create(specs.of(pod, ref, container, attempt, sandbox, image));
            seen.accept(created);
            return created;
        } catch (StartProblem e) {
            node.events().warning(pod, container.getName(), "Failed", "Error: " + e.getMessage());
            throw e;
        } catch (EngineException | VolumeException e) {
            String why = Objects.requireNonNullElse(e.getMessage(), e.toString());
            node.events().warning(pod, container.getName(), "Failed", "Error: " + why);
            throw new StartProblem("CreateContainerError", why);
        } finally {
            node.starts().release();
        }
    }

    private void startHook(
            Pod pod, Container container, ContainerState state, SandboxState sandbox) {
        LifecycleHandler hook =
                container.getLifecycle() == null ? null : container.getLifecycle().getPostStart();
        if (hook == null) {
            return;
        }
        hooks.run(hook, pod, container, state, address(pod, sandbox), LONGEST_START_HOOK)
                .ifPresent(
                        why -> {
                            node.events()
                                    .warning(
                                            pod,
                                            container.getName(),
                                            "FailedPostStartHook",
                                            "PostStartHook failed");
                            node.runtime().kill(state.id());
                            throw new StartProblem("PostStartHookError", why);
                        });
    }

    private String address(Pod pod, SandboxState sandbox) {
        return PodParts.hostNetwork(pod) ? node.facts().hostAddress() : sandbox.address();
    }

    /** Runs the stop hook and asks the container to stop; does not wait for it. */
    void stopContainer(Pod pod, PodAction.StopContainer action, Optional<SandboxState> sandbox) {
        ContainerState state = action.container();
        node.events().normal(pod, state.name(), "Killing", action.why());
        Container container = PodParts.find(pod, state.name()).orElse(null);
        LifecycleHandler hook =
                container == null || container.getLifecycle() == null
                        ? null
                        : container.getLifecycle().getPreStop();
        if (container != null && hook != null && !action.grace().isZero()) {
            String address = sandbox.map(s -> address(pod, s)).orElse("");
            hooks.run(hook, pod, container, state, address, action.grace())
                    .ifPresent(
                            why ->
                                    node.events()
                                            .warning(
                                                    pod,
                                                    state.name(),
                                                    "FailedPreStopHook",
                                                    "PreStopHook failed"));
        }
        node.runtime().signalStop(state.id());
    }

    /**
     * @return false when the API could not be asked; try again
     */
    boolean deleteObject() {
        ObjectNode options = Json.object().put("gracePeriodSeconds", 0);
        options.putObject("preconditions").put("uid", ref.uid());
        try {
            node.state()
                    .delete(
                            Catalog.builtIn().require("pods"),
                            ref.namespace(),
                            ref.name(),
                            options);
            return true;
        } catch (ApiException e) {
            return e.error().code() == 404 || e.error().code() == 409;
        }
    }

    void cleanUp() {
        node.volumes().tearDown(ref.uid());
        node.addresses().release(ref.uid());
    }

    /** The container's last words, as its policy says where they are found. */
    String lastWords(Pod pod, ContainerState state) {
        Container container = PodParts.find(pod, state.name()).orElse(null);
        String written =
                node.volumes()
                        .read(
                                ref.uid(),
                                ContainerSpecs.messageFile(state.name(), state.attempt()),
                                LastWords.LIMIT);
        if (!written.isEmpty() || container == null) {
            return written;
        }
        boolean fallBack = "FallbackToLogsOnError".equals(container.getTerminationMessagePolicy());
        return fallBack && state.exitCode() != 0
                ? LastWords.ofLog(node.runtime().streams(), state.id())
                : "";
    }
}
