package dev.gantry.node.pod;

import dev.gantry.node.pod.Decision.Draft;
import dev.gantry.node.pod.PodAction.RemoveContainer;
import dev.gantry.node.pod.PodAction.RemoveSandbox;
import dev.gantry.node.pod.PodAction.SetUpVolumes;
import dev.gantry.node.pod.PodAction.StartContainer;
import dev.gantry.node.pod.PodAction.StartSandbox;
import dev.gantry.node.pod.PodAction.TellBackOff;
import dev.gantry.node.runtime.ContainerState;
import dev.gantry.node.runtime.SandboxState;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What to do next for one pod. Pure: the same observation always gives the same decision. O(its
 * containers).
 *
 * <p>In order: volumes, sandbox, init containers one after the other, sidecars at their place among
 * them, then all containers. A sandbox that died takes its containers with it and everything starts
 * over in a new one.
 */
final class PodDecider {

    /**
     * How many ended containers of a name are kept: the last one's log is what {@code --previous}
     * shows.
     */
    private static final int KEPT = 2;

    private PodDecider() {}

    static Decision decide(PodObserved seen) {
        if (seen.gone() || PodParts.isDeleting(seen.pod()) || PodOutcome.of(seen).isPresent()) {
            return PodShutdown.decide(seen);
        }
        Draft draft = new Draft();
        PodOutcome.deadline(seen.pod()).ifPresent(draft::recheck);
        prune(seen, draft);
        if (volumes(seen, draft) && sandbox(seen, draft)) {
            containers(seen, draft);
        }
        return draft.done();
    }

    private static void prune(PodObserved seen, Draft draft) {
        PodParts.all(seen.pod())
                .map(c -> seen.runtime().named(c.getName()))
                .forEach(
                        all ->
                                all.stream()
                                        .limit(Math.max(0, all.size() - KEPT))
                                        .filter(ContainerState::exited)
                                        .forEach(c -> draft.act(new RemoveContainer(c))));
        seen.runtime().sandboxes().stream()
                .limit(Math.max(0, seen.runtime().sandboxes().size() - 1))
                .forEach(s -> draft.act(new RemoveSandbox(s)));
    }

    private static boolean volumes(PodObserved seen, Draft draft) {
        if (seen.memory().volumes() == PodObserved.VolumesState.READY) {
            return true;
        }
        tryStart(seen, PodObserved.VOLUMES, draft, new SetUpVolumes());
        return false;
    }

    /** Unless it is being done or has just failed. */
    private static void tryStart(PodObserved seen, String name, Draft draft, PodAction action) {
        if (seen.busy(name)) {
            return;
        }
        Trouble trouble = seen.trouble(name);
        if (trouble != null && seen.mustWait(name)) {
            draft.recheck(trouble.retryAt());
            return;
        }
        draft.act(action);
    }

    private static boolean sandbox(PodObserved seen, Draft draft) {
        if (seen.liveSandbox().isPresent()) {
            return true;
        }
        List<ContainerState> running =
                seen.runtime().containers().stream().filter(ContainerState::running).toList();
        if (!running.isEmpty()) {
            running.forEach(c -> draft.act(new PodAction.KillContainer(c)));
            return false;
        }
        if (!seen.anythingBusy()) {
            Optional<SandboxState> dead = seen.runtime().sandbox();
            dead.ifPresent(s -> draft.act(new RemoveSandbox(s)));
            int attempt =
                    Math.max(
                            dead.map(SandboxState::attempt).orElse(-1),
                            seen.runtime().containers().stream()
                                    .mapToInt(ContainerState::sandboxAttempt)
                                    .max()
                                    .orElse(-1));
            tryStart(seen, PodObserved.SANDBOX, draft, new StartSandbox(attempt + 1));
        }
        return false;
    }

    private static void containers(PodObserved seen, Draft draft) {
        Pod pod = seen.pod();
        PodParts.ephemeralContainers(pod).stream()
                .filter(c -> seen.runtime().latest(c.getName()).isEmpty())
                .forEach(c -> start(seen, c, draft));
        boolean begun =
                PodParts.containers(pod).stream()
                        .anyMatch(c -> seen.current(c.getName()).isPresent());
        for (Container init : PodParts.initContainers(pod)) {
            boolean done =
                    PodParts.isSidecar(init)
                            ? sidecar(seen, init, draft)
                            : init(seen, init, begun, draft);
            if (!done && !begun) {
                return;
            }
        }
        PodParts.containers(pod).stream()
                .filter(c -> !endedForGood(seen, c))
                .forEach(c -> keepRunning(seen, c, draft));
    }

    /** In an earlier sandbox, perhaps. */
    private static boolean endedForGood(PodObserved seen, Container container) {
        return seen.runtime()
                .latest(container.getName())
                .filter(ContainerState::exited)
                .filter(s -> !Restarts.wanted(seen.pod(), container, s))
                .isPresent();
    }

    /** Whether the next container's turn has come. */
    private static boolean init(PodObserved seen, Container init, boolean begun, Draft draft) {
        if (begun) {
            return true;
        }
        Optional<ContainerState> state = seen.current(init.getName());
        if (state.filter(s -> s.exited() && s.exitCode() == 0).isPresent()) {
            return true;
        }
        keepRunning(seen, init, draft);
        return false;
    }

    private static boolean sidecar(PodObserved seen, Container init, Draft draft) {
        keepRunning(seen, init, draft);
        return seen.current(init.getName()).map(seen::started).orElse(false);
    }

    /** Starts what is missing or ended, and stops what its probes gave up. */
    private static void keepRunning(PodObserved seen, Container container, Draft draft) {
        String name = container.getName();
        Optional<ContainerState> current = seen.current(name);
        if (current.isEmpty()) {
            start(seen, container, draft);
            return;
        }
        ContainerState state = current.get();
        switch (state.phase()) {
            case RUNNING -> watch(seen, container, state, draft);
            case CREATED -> {
                if (!seen.busy(name)) {
                    draft.act(new RemoveContainer(state));
                }
            }
            case EXITED -> restart(seen, container, state, draft);
        }
    }

    private static void start(PodObserved seen, Container container, Draft draft) {
        String name = container.getName();
        Trouble trouble = seen.trouble(name);
        if (trouble != null && trouble.reason().equals("ErrImagePull")) {
            if (trouble.backsOff(seen.now())) {
                tell(seen, name, name + "@" + trouble.since(), true, draft);
            } else {
                draft.recheck(trouble.backsOffAt());
            }
        }
        tryStart(seen, name, draft, new StartContainer(name, Restarts.nextAttempt(seen, name)));
    }

    private static void tell(
            PodObserved seen, String name, String key, boolean image, Draft draft) {
        if (!seen.memory().told().contains(key)) {
            draft.act(new TellBackOff(name, key, image));
        }
    }

    private static void restart(
            PodObserved seen, Container container, ContainerState ended, Draft draft) {
        if (!Restarts.wanted(seen.pod(), container, ended)) {
            return;
        }
        if (seen.now().isBefore(Restarts.at(seen, ended))) {
            draft.recheck(Restarts.at(seen, ended));
            tell(seen, container.getName(), ended.id(), false, draft);
            return;
        }
        start(seen, container, draft);
    }

    private static void watch(
            PodObserved seen, Container container, ContainerState state, Draft draft) {
        String failed = seen.report(state).failed();
        if (failed == null) {
            return;
        }
        Duration grace = Duration.ofSeconds(probeGrace(seen.pod(), container, failed));
        Stops.stop(
                seen,
                state,
                grace,
                "Container %s failed %s probe, will be restarted"
                        .formatted(container.getName(), failed),
                draft);
    }

    private static long probeGrace(Pod pod, Container container, String probe) {
        io.fabric8.kubernetes.api.model.Probe spec =
                probe.equals("startup")
                        ? container.getStartupProbe()
                        : container.getLivenessProbe();
        Long own = spec == null ? null : spec.getTerminationGracePeriodSeconds();
        return Objects.requireNonNullElse(own, PodParts.graceSeconds(pod));
    }
}
