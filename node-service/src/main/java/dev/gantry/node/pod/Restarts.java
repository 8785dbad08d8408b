package dev.gantry.node.pod;

import dev.gantry.node.runtime.ContainerState;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;

/** Whether and when a container that ended is started again. Pure. */
final class Restarts {

    private Restarts() {}

    /** The container's own policy, else the pod's; an init container is never run after success. */
    static boolean wanted(Pod pod, Container container, ContainerState ended) {
        String own = container.getRestartPolicy();
        String policy =
                own != null
                        ? own
                        : Objects.requireNonNullElse(pod.getSpec().getRestartPolicy(), "Always");
        boolean plainInit =
                PodParts.isInit(pod, container.getName()) && !PodParts.isSidecar(container);
        return switch (policy) {
            case "Never" -> false;
            case "OnFailure" -> ended.exitCode() != 0;
            default -> !plainInit || ended.exitCode() != 0;
        };
    }

    /** The earliest time of the restart. */
    static Instant at(PodObserved seen, ContainerState ended) {
        Instant end = ended.finishedAt() == null ? ended.createdAt() : ended.finishedAt();
        CrashBackOff backOff = seen.memory().backOffs().get(ended.name());
        return backOff == null ? end : backOff.restartAt(end);
    }

    /** The next container's restart count: one more than any known to the engine or the API. */
    static int nextAttempt(PodObserved seen, String name) {
        int known =
                seen.runtime().named(name).stream()
                        .mapToInt(ContainerState::attempt)
                        .max()
                        .orElse(-1);
        return Math.max(known, reported(seen.pod(), name)) + 1;
    }

    /** The restart count in the API's status of a container that was once there, else -1. */
    static int reported(Pod pod, String name) {
        PodStatus status = pod.getStatus();
        if (status == null) {
            return -1;
        }
        return Stream.of(
                        status.getInitContainerStatuses(),
                        status.getContainerStatuses(),
                        status.getEphemeralContainerStatuses())
                .filter(Objects::nonNull)
                .flatMap(java.util.List::stream)
                .filter(c -> c.getName().equals(name))
                .filter(c -> c.getContainerID() != null && !c.getContainerID().isEmpty())
                .mapToInt(c -> Objects.requireNonNullElse(c.getRestartCount(), 0))
                .max()
                .orElse(-1);
    }
}
