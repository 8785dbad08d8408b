package dev.gantry.node.pod;

import dev.gantry.node.runtime.ContainerState;
import dev.gantry.node.runtime.ContainerState.Phase;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStateRunning;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateTerminatedBuilder;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One container's part of the status. Pure. */
final class ContainerStatuses {

    private final PodObserved seen;
    private final String scheme;
    private final boolean over;

    /**
     * @param over the pod has ended: nothing waits any more
     */
    ContainerStatuses(PodObserved seen, String scheme, boolean over) {
        this.seen = seen;
        this.scheme = scheme;
        this.over = over;
    }

    ContainerStatus ofInit(Container container) {
        ContainerStatus status = of(container);
        if (!PodParts.isSidecar(container)) {
            ContainerStateTerminated ended = status.getState().getTerminated();
            status.setReady(ended != null && ended.getExitCode() == 0);
            status.setStarted(false);
        }
        return status;
    }

    ContainerStatus of(Container container) {
        String name = container.getName();
        Optional<ContainerState> latest = seen.runtime().latest(name);
        ContainerStatus status = new ContainerStatus();
        status.setName(name);
        status.setImage(container.getImage());
        status.setImageID("");
        status.setRestartCount(Math.max(0, Restarts.reported(seen.pod(), name)));
        status.setReady(false);
        status.setStarted(false);
        latest.ifPresent(state -> known(state, status));
        io.fabric8.kubernetes.api.model.ContainerState now = state(container, latest);
        status.setState(now);
        status.setLastState(last(name, latest, now));
        status.setResources(container.getResources());
        status.setVolumeMounts(mounts(container));
        return status;
    }

    private void known(ContainerState state, ContainerStatus status) {
        status.setContainerID(scheme + "://" + state.id());
        status.setImageID(state.imageId());
        status.setRestartCount(
                Math.max(state.attempt(), Objects.requireNonNullElse(status.getRestartCount(), 0)));
        boolean started = seen.started(state);
        status.setStarted(started);
        status.setReady(started && seen.report(state).ready());
    }

    private static List<VolumeMountStatus> mounts(Container container) {
        List<VolumeMount> all =
                Objects.requireNonNullElse(container.getVolumeMounts(), List.<VolumeMount>of());
        return all.stream().map(ContainerStatuses::mount).toList();
    }

    private static VolumeMountStatus mount(VolumeMount mount) {
        VolumeMountStatus status = new VolumeMountStatus();
        status.setMountPath(mount.getMountPath());
        status.setName(mount.getName());
        if (Boolean.TRUE.equals(mount.getReadOnly())) {
            status.setReadOnly(true);
            status.setRecursiveReadOnly("Disabled");
        }
        return status;
    }

    private io.fabric8.kubernetes.api.model.ContainerState state(
            Container container, Optional<ContainerState> latest) {
        if (latest.isPresent()) {
            ContainerState state = latest.get();
            if (state.running()) {
                return running(state);
            }
            if (state.exited() && (over || !willStartAgain(container, state))) {
                return terminated(state);
            }
        }
        if (over) {
            return lost();
        }
        return waiting(container, latest);
    }

    private boolean willStartAgain(Container container, ContainerState state) {
        boolean otherSandbox = seen.current(state.name()).isEmpty();
        boolean plainInit =
                PodParts.isInit(seen.pod(), state.name()) && !PodParts.isSidecar(container);
        if (otherSandbox && plainInit) {
            return true;
        }
        return Restarts.wanted(seen.pod(), container, state)
                && (otherSandbox
                        || seen.now().isBefore(Restarts.at(seen, state))
                        || seen.trouble(state.name()) != null);
    }

    private io.fabric8.kubernetes.api.model.ContainerState waiting(
            Container container, Optional<ContainerState> latest) {
        String name = container.getName();
        Trouble trouble = seen.trouble(name);
        if (trouble != null) {
            return troubled(container, trouble);
        }
        if (latest.filter(s -> s.exited() && seen.now().isBefore(Restarts.at(seen, s)))
                .isPresent()) {
            return waiting("CrashLoopBackOff", backOffMessage(name));
        }
        boolean afterInit =
                !PodParts.initContainers(seen.pod()).isEmpty()
                        && PodParts.ephemeralContainers(seen.pod()).stream()
                                .noneMatch(c -> c.getName().equals(name));
        return waiting(afterInit ? "PodInitializing" : "ContainerCreating", "");
    }

    private io.fabric8.kubernetes.api.model.ContainerState troubled(
            Container container, Trouble trouble) {
        return trouble.backsOff(seen.now())
                ? waiting(
                        "ImagePullBackOff",
                        "Back-off pulling image \"%s\": %s: %s"
                                .formatted(
                                        container.getImage(), trouble.reason(), trouble.message()))
                : waiting(trouble.reason(), trouble.message());
    }

    /** {@code back-off 40s restarting failed container=web pod=web-1_default(uid)}. */
    String backOffMessage(String name) {
        CrashBackOff backOff = seen.memory().backOffs().get(name);
        Duration delay = backOff == null ? CrashBackOff.FIRST : backOff.delay();
        return "back-off %s restarting failed container=%s pod=%s"
                .formatted(goDuration(delay), name, seen.runtime().pod().described());
    }

    /** {@code 10s}, {@code 1m20s}, {@code 5m0s}. */
    static String goDuration(Duration delay) {
        long minutes = delay.toMinutes();
        return (minutes > 0 ? minutes + "m" : "") + delay.toSecondsPart() + "s";
    }

    private static io.fabric8.kubernetes.api.model.ContainerState waiting(
            String reason, String message) {
        return new ContainerStateBuilder()
                .withWaiting(new ContainerStateWaiting(message.isEmpty() ? null : message, reason))
                .build();
    }

    private static io.fabric8.kubernetes.api.model.ContainerState running(ContainerState state) {
        return new ContainerStateBuilder()
                .withRunning(new ContainerStateRunning(PodStatuses.second(state.began())))
                .build();
    }

    private io.fabric8.kubernetes.api.model.ContainerState terminated(ContainerState state) {
        return new ContainerStateBuilder()
                .withTerminated(
                        new ContainerStateTerminatedBuilder()
                                .withContainerID(scheme + "://" + state.id())
                                .withExitCode(state.exitCode())
                                .withReason(state.reason())
                                .withMessage(state.message().isEmpty() ? null : state.message())
                                .withStartedAt(second(state.startedAt()))
                                .withFinishedAt(second(state.finishedAt()))
                                .build())
                .build();
    }

    private static @Nullable String second(@Nullable Instant time) {
        return time == null ? null : PodStatuses.second(time);
    }

    /** Of a container that was never seen to end although its pod did. */
    private static io.fabric8.kubernetes.api.model.ContainerState lost() {
        return new ContainerStateBuilder()
                .withTerminated(
                        new ContainerStateTerminatedBuilder()
                                .withExitCode(137)
                                .withReason("ContainerStatusUnknown")
                                .withMessage(
                                        "The container could not be located when the pod was"
                                                + " terminated")
                                .build())
                .build();
    }

    private io.fabric8.kubernetes.api.model.ContainerState last(
            String name,
            Optional<ContainerState> latest,
            io.fabric8.kubernetes.api.model.ContainerState now) {
        List<ContainerState> all = seen.runtime().named(name);
        boolean showsLatest =
                latest.isPresent() && (now.getTerminated() != null || now.getRunning() != null);
        Optional<ContainerState> ended =
                all.stream()
                        .filter(ContainerState::exited)
                        .filter(c -> !showsLatest || !c.id().equals(latest.get().id()))
                        .reduce((a, b) -> b);
        if (ended.isPresent()) {
            return terminated(ended.get());
        }
        boolean untouched = latest.isEmpty() || latest.get().phase() == Phase.CREATED;
        return untouched || all.size() == 1 ? reportedLast(name) : empty();
    }

    /** What the API knows of an earlier one that the engine has forgotten. */
    private io.fabric8.kubernetes.api.model.ContainerState reportedLast(String name) {
        PodStatus status = seen.pod().getStatus();
        if (status == null) {
            return empty();
        }
        return Stream.of(status.getInitContainerStatuses(), status.getContainerStatuses())
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .filter(c -> c.getName().equals(name) && c.getLastState() != null)
                .map(ContainerStatus::getLastState)
                .findFirst()
                .orElseGet(ContainerStatuses::empty);
    }

    private static io.fabric8.kubernetes.api.model.ContainerState empty() {
        return new io.fabric8.kubernetes.api.model.ContainerState();
    }
}
