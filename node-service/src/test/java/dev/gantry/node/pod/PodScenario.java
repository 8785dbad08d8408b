package dev.gantry.node.pod;

import dev.gantry.node.pod.PodObserved.Memory;
import dev.gantry.node.pod.PodObserved.VolumesState;
import dev.gantry.node.probe.ProbeReport;
import dev.gantry.node.runtime.ContainerState;
import dev.gantry.node.runtime.ContainerState.Phase;
import dev.gantry.node.runtime.PodRef;
import dev.gantry.node.runtime.RuntimePod;
import dev.gantry.node.runtime.SandboxState;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A pod whose world does what is decided: the pure decider against a model of the engine, step by
 * step, in virtual time.
 */
final class PodScenario {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Pod pod;
    private RuntimePod runtime;
    private final Map<String, CrashBackOff> backOffs = new HashMap<>();
    private final Map<String, Instant> stopping = new HashMap<>();
    private final Map<String, Trouble> troubles = new HashMap<>();
    private final Map<String, ProbeReport> probes = new HashMap<>();
    private final Set<String> told = new HashSet<>();
    private final List<String> log = new ArrayList<>();
    private VolumesState volumes = VolumesState.UNKNOWN;
    private boolean gone;
    private boolean deleted;
    private boolean forgotten;
    private Instant now = START;
    private int ids;

    PodScenario(Pod pod) {
        this.pod = pod;
        this.runtime =
                RuntimePod.empty(
                        new PodRef("node-1", "default", pod.getMetadata().getName(), "uid-1"));
    }

    static PodBuilder pod(String restartPolicy, Container... containers) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("web")
                .withUid("uid-1")
                .withGeneration(1L)
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy(restartPolicy)
                .withTerminationGracePeriodSeconds(30L)
                .withContainers(containers)
                .endSpec()
                .withNewStatus()
                .withPhase("Pending")
                .endStatus();
    }

    static Container container(String name) {
        return new ContainerBuilder().withName(name).withImage(name + ":1").build();
    }

    static Container sidecar(String name) {
        return new ContainerBuilder()
                .withName(name)
                .withImage(name + ":1")
                .withRestartPolicy("Always")
                .build();
    }

    PodObserved seen() {
        return new PodObserved(
                pod,
                gone,
                runtime,
                Map.copyOf(probes),
                new Memory(
                        Set.of(),
                        Map.copyOf(troubles),
                        Map.copyOf(backOffs),
                        Map.copyOf(stopping),
                        Set.copyOf(told),
                        volumes,
                        true,
                        deleted,
                        null),
                now);
    }

    Decision decide() {
        return PodDecider.decide(seen());
    }

    /** Decides and does until nothing is left to do at this moment. */
    PodScenario settle() {
        for (int i = 0; i < 100; i++) {
            Decision decision = decide();
            if (decision.actions().isEmpty() || forgotten) {
                return this;
            }
            decision.actions().forEach(this::apply);
        }
        throw new AssertionError("still something to do after 100 rounds: " + decide());
    }

    /** As {@link #settle()}, but no container is started any more once this one runs. */
    PodScenario settleUntil(String name) {
        while (runtime.latest(name).isEmpty()) {
            decide().actions().forEach(this::apply);
        }
        return this;
    }

    /** Up to a running sandbox without any container. */
    PodScenario settleUntilSandbox() {
        while (runtime.sandbox().isEmpty()) {
            decide().actions().forEach(this::apply);
        }
        return this;
    }

    private void apply(PodAction action) {
        switch (action) {
            case PodAction.SetUpVolumes a -> volumes = VolumesState.READY;
            case PodAction.StartSandbox a ->
                    runtime =
                            runtime.with(
                                    new SandboxState(
                                            "s" + a.attempt(), a.attempt(), true, "10.0.0.2", now));
            case PodAction.RemoveSandbox a -> runtime = runtime.without(a.sandbox().id());
            case PodAction.StartContainer a -> start(a);
            case PodAction.StopContainer a -> {
                log.add("stop " + a.container().name());
                stopping.put(a.container().id(), now);
            }
            case PodAction.KillContainer a -> {
                log.add("kill " + a.container().name());
                exit(a.container().name(), 137);
            }
            case PodAction.RemoveContainer a -> runtime = runtime.without(a.container().id());
            case PodAction.TellBackOff a -> told.add(a.key());
            case PodAction.CleanUp a -> volumes = VolumesState.GONE;
            case PodAction.DeleteObject a -> {
                log.add("delete object");
                deleted = true;
            }
            case PodAction.Forget a -> forgotten = true;
        }
    }

    private void start(PodAction.StartContainer action) {
        log.add("start " + action.name() + " " + action.attempt());
        runtime.latest(action.name())
                .filter(ContainerState::exited)
                .ifPresent(
                        c ->
                                backOffs.put(
                                        c.name(),
                                        CrashBackOff.next(
                                                backOffs.get(c.name()), c.finishedAt(), now)));
        runtime =
                runtime.with(
                        state(
                                "c" + ids++,
                                action.name(),
                                action.attempt(),
                                Phase.RUNNING,
                                0,
                                now,
                                null));
    }

    private ContainerState state(
            String id,
            String name,
            int attempt,
            Phase phase,
            int exitCode,
            Instant started,
            Instant finished) {
        return new ContainerState(
                id,
                name,
                attempt,
                runtime.sandbox().map(SandboxState::attempt).orElse(0),
                phase,
                name + ":1",
                "sha256:1",
                started,
                started,
                finished,
                exitCode,
                phase == Phase.EXITED ? (exitCode == 0 ? "Completed" : "Error") : "",
                "");
    }

    // ---- what happens to the pod

    PodScenario exit(String name, int code) {
        ContainerState c = runtime.latest(name).orElseThrow();
        runtime =
                runtime.with(
                        new ContainerState(
                                c.id(),
                                c.name(),
                                c.attempt(),
                                c.sandboxAttempt(),
                                Phase.EXITED,
                                c.image(),
                                c.imageId(),
                                c.createdAt(),
                                c.startedAt(),
                                now,
                                code,
                                code == 0 ? "Completed" : "Error",
                                ""));
        return this;
    }

    PodScenario sandboxDies() {
        SandboxState s = runtime.sandbox().orElseThrow();
        runtime = runtime.with(new SandboxState(s.id(), s.attempt(), false, "", s.createdAt()));
        return this;
    }

    PodScenario after(Duration time) {
        now = now.plus(time);
        return this;
    }

    PodScenario probe(String name, boolean started, boolean ready, String failed) {
        probes.put(
                runtime.latest(name).orElseThrow().id(), new ProbeReport(started, ready, failed));
        return this;
    }

    PodScenario trouble(String name, String reason, Duration pause) {
        troubles.put(name, new Trouble(reason, "why", now, pause));
        return this;
    }

    PodScenario deleting(long grace) {
        pod =
                new PodBuilder(pod)
                        .editMetadata()
                        .withDeletionTimestamp(now.plusSeconds(grace).toString())
                        .withDeletionGracePeriodSeconds(grace)
                        .endMetadata()
                        .build();
        return this;
    }

    PodScenario edit(java.util.function.UnaryOperator<PodBuilder> edit) {
        pod = edit.apply(new PodBuilder(pod)).build();
        return this;
    }

    PodScenario gone() {
        gone = true;
        return this;
    }

    // ---- looking

    List<String> log() {
        List<String> all = List.copyOf(log);
        log.clear();
        return all;
    }

    RuntimePod runtime() {
        return runtime;
    }

    boolean forgotten() {
        return forgotten;
    }

    Instant now() {
        return now;
    }

    io.fabric8.kubernetes.api.model.PodStatus status() {
        return PodStatuses.of(seen(), new PodStatuses.NodeFacts("127.0.0.1", "docker"));
    }
}
