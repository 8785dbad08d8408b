package dev.gantry.node.pod;

import dev.gantry.node.runtime.ContainerState;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a pod ended, or is about to when its last containers are stopped.
 *
 * @param phase {@code Succeeded} or {@code Failed}
 * @param reason of the pod's status, often empty
 */
record PodOutcome(String phase, String reason, String message) {

    /** Empty while there is something to run. What was reported stays so. */
    static Optional<PodOutcome> of(PodObserved seen) {
        Pod pod = seen.pod();
        if (PodParts.isTerminal(pod)) {
            return Optional.of(
                    new PodOutcome(
                            PodParts.phase(pod),
                            Objects.requireNonNullElse(pod.getStatus().getReason(), ""),
                            Objects.requireNonNullElse(pod.getStatus().getMessage(), "")));
        }
        PodStatus reported = seen.memory().reported();
        if (reported != null
                && (reported.getPhase().equals("Failed")
                        || reported.getPhase().equals("Succeeded"))) {
            return Optional.of(
                    new PodOutcome(
                            reported.getPhase(),
                            Objects.requireNonNullElse(reported.getReason(), ""),
                            Objects.requireNonNullElse(reported.getMessage(), "")));
        }
        if (deadline(pod).map(d -> !seen.now().isBefore(d)).orElse(false)) {
            return Optional.of(
                    new PodOutcome(
                            "Failed",
                            "DeadlineExceeded",
                            "Pod was active on the node longer than the specified deadline"));
        }
        if (initFailed(seen)) {
            return Optional.of(new PodOutcome("Failed", "", ""));
        }
        return completed(seen);
    }

    /** When {@code activeDeadlineSeconds} is over. */
    static Optional<Instant> deadline(Pod pod) {
        Long seconds = pod.getSpec().getActiveDeadlineSeconds();
        if (seconds == null || pod.getStatus() == null || pod.getStatus().getStartTime() == null) {
            return Optional.empty();
        }
        return Optional.of(Instant.parse(pod.getStatus().getStartTime()).plusSeconds(seconds));
    }

    private static boolean initFailed(PodObserved seen) {
        return PodParts.initContainers(seen.pod()).stream()
                .filter(c -> !PodParts.isSidecar(c))
                .anyMatch(
                        c ->
                                seen.runtime()
                                        .latest(c.getName())
                                        .filter(ContainerState::exited)
                                        .filter(s -> s.exitCode() != 0)
                                        .filter(s -> !Restarts.wanted(seen.pod(), c, s))
                                        .isPresent());
    }

    private static Optional<PodOutcome> completed(PodObserved seen) {
        List<Container> containers = PodParts.containers(seen.pod());
        boolean failed = false;
        for (Container container : containers) {
            Optional<ContainerState> state = seen.runtime().latest(container.getName());
            if (state.isEmpty()
                    || !state.get().exited()
                    || seen.busy(container.getName())
                    || Restarts.wanted(seen.pod(), container, state.get())) {
                return Optional.empty();
            }
            failed |= state.get().exitCode() != 0;
        }
        return Optional.of(new PodOutcome(failed ? "Failed" : "Succeeded", "", ""));
    }
}
