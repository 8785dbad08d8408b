package dev.gantry.node.server;

import dev.gantry.api.status.ApiError;
import dev.gantry.node.pod.PodView;
import dev.gantry.node.runtime.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The pod, and for most requests the container, that a request is about.
 *
 * @param container empty for the pod itself
 */
record Target(PodView pod, String container) {

    String podName() {
        return pod.pod().getMetadata().getName();
    }

    /** The container that runs now. */
    ContainerState running() {
        return pod.runtime()
                .latest(container)
                .filter(ContainerState::running)
                .orElseThrow(
                        () ->
                                new ApiError(
                                                500,
                                                "InternalError",
                                                "container not found (\"" + container + "\")",
                                                null,
                                                0)
                                        .exception());
    }

    /** The container whose log is asked for: the newest that was started, or the one before. */
    ContainerState logged(boolean previous) {
        List<ContainerState> started =
                pod.runtime().named(container).stream()
                        .filter(c -> c.phase() != ContainerState.Phase.CREATED)
                        .toList();
        if (previous) {
            boolean runs = !started.isEmpty() && started.getLast().running();
            int at =
                    runs || waits().isPresent()
                            ? started.size() - (runs ? 2 : 1)
                            : started.size() - 2;
            if (at < 0) {
                throw ApiError.badRequest(
                                "previous terminated container \"%s\" in pod \"%s\" not found"
                                        .formatted(container, podName()))
                        .exception();
            }
            return started.get(at);
        }
        if (started.isEmpty()) {
            throw ApiError.badRequest(
                            "container \"%s\" in pod \"%s\" is waiting to start: %s"
                                    .formatted(
                                            container,
                                            podName(),
                                            waits().orElse("ContainerCreating")))
                    .exception();
        }
        return started.getLast();
    }

    /** Why the container waits, by the pod's status. */
    private Optional<String> waits() {
        PodStatus status = pod.pod().getStatus();
        if (status == null) {
            return Optional.empty();
        }
        return Stream.of(
                        status.getContainerStatuses(),
                        status.getInitContainerStatuses(),
                        status.getEphemeralContainerStatuses())
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .filter(c -> container.equals(c.getName()))
                .map(ContainerStatus::getState)
                .filter(s -> s != null && s.getWaiting() != null)
                .map(s -> words(s.getWaiting().getReason()))
                .findFirst();
    }

    private static String words(String reason) {
        return switch (reason) {
            case "ErrImagePull", "ImagePullBackOff" -> "trying and failing to pull image";
            case "ErrImageNeverPull", "InvalidImageName" -> "image can't be pulled";
            default -> reason;
        };
    }
}
