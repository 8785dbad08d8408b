package dev.gantry.node.pod;

import dev.gantry.node.runtime.ContainerState;
import dev.gantry.node.runtime.SandboxState;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HostIP;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The status to report for a pod: only the fields that a node owns. Pure; equal observations give
 * equal statuses. Kubernetes documentation, "Pod Lifecycle".
 */
final class PodStatuses {

    private PodStatuses() {}

    /**
     * What does not change during a node's life.
     *
     * @param hostAddress the node's own
     * @param scheme of container ids: {@code docker}
     */
    record NodeFacts(String hostAddress, String scheme) {}

    static PodStatus of(PodObserved seen, NodeFacts node) {
        Pod pod = seen.pod();
        @Nullable PodStatus before =
                seen.memory().reported() == null ? pod.getStatus() : seen.memory().reported();
        boolean over = over(seen);
        Optional<PodOutcome> outcome = over ? outcome(seen) : Optional.empty();
        ContainerStatuses statuses = new ContainerStatuses(seen, node.scheme(), over);
        List<ContainerStatus> init =
                PodParts.initContainers(pod).stream().map(statuses::ofInit).toList();
        List<ContainerStatus> app =
                PodParts.containers(pod).stream()
                        .map(statuses::of)
                        .sorted(Comparator.comparing(ContainerStatus::getName))
                        .toList();
        PodStatus status = new PodStatus();
        status.setInitContainerStatuses(init);
        status.setContainerStatuses(app);
        status.setEphemeralContainerStatuses(
                PodParts.ephemeralContainers(pod).stream().map(statuses::of).toList());
        String phase = outcome.map(PodOutcome::phase).orElseGet(() -> phase(seen, init, app));
        status.setPhase(phase);
        outcome.map(PodOutcome::reason).filter(r -> !r.isEmpty()).ifPresent(status::setReason);
        outcome.map(PodOutcome::message).filter(m -> !m.isEmpty()).ifPresent(status::setMessage);
        status.setConditions(PodConditions.of(seen, phase, init, app));
        status.setStartTime(
                before != null && before.getStartTime() != null
                        ? before.getStartTime()
                        : second(seen.now()));
        status.setObservedGeneration(pod.getMetadata().getGeneration());
        addresses(seen, node, status);
        return status;
    }

    /** Nothing runs any more and nothing will. */
    private static boolean over(PodObserved seen) {
        boolean ending =
                seen.gone() || PodParts.isDeleting(seen.pod()) || PodOutcome.of(seen).isPresent();
        return ending
                && seen.runtime().containers().stream().noneMatch(ContainerState::running)
                && !seen.anythingBusyButObject();
    }

    private static Optional<PodOutcome> outcome(PodObserved seen) {
        return PodOutcome.of(seen).or(() -> Optional.of(deleted(seen)));
    }

    /** A pod that was deleted succeeded when all its containers did. */
    private static PodOutcome deleted(PodObserved seen) {
        boolean allDone =
                PodParts.containers(seen.pod()).stream()
                        .allMatch(
                                c ->
                                        seen.runtime()
                                                .latest(c.getName())
                                                .filter(s -> s.exited() && s.exitCode() == 0)
                                                .isPresent());
        return new PodOutcome(allDone ? "Succeeded" : "Failed", "", "");
    }

    private static String phase(
            PodObserved seen, List<ContainerStatus> init, List<ContainerStatus> app) {
        boolean begun = app.stream().anyMatch(PodStatuses::hasRun);
        if (!begun && !initialized(seen, init)) {
            return "Pending";
        }
        boolean waiting = app.stream().anyMatch(c -> !hasRun(c));
        return waiting ? "Pending" : "Running";
    }

    private static boolean hasRun(ContainerStatus status) {
        return status.getState().getWaiting() == null
                || (status.getLastState() != null && status.getLastState().getTerminated() != null);
    }

    /** Whether the containers' turn has come. */
    static boolean initialized(PodObserved seen, List<ContainerStatus> init) {
        List<Container> specs = PodParts.initContainers(seen.pod());
        for (int i = 0; i < specs.size(); i++) {
            ContainerStatus status = init.get(i);
            boolean done =
                    PodParts.isSidecar(specs.get(i))
                            ? Boolean.TRUE.equals(status.getStarted())
                            : status.getState().getTerminated() != null
                                    && status.getState().getTerminated().getExitCode() == 0;
            if (!done) {
                return false;
            }
        }
        return true;
    }

    private static void addresses(PodObserved seen, NodeFacts node, PodStatus status) {
        status.setHostIP(node.hostAddress());
        status.setHostIPs(List.of(new HostIP(node.hostAddress())));
        String address = address(seen, node);
        if (!address.isEmpty()) {
            status.setPodIP(address);
            status.setPodIPs(List.of(new PodIP(address)));
        }
    }

    private static String address(PodObserved seen, NodeFacts node) {
        if (PodParts.hostNetwork(seen.pod())) {
            return node.hostAddress();
        }
        String live = seen.liveSandbox().map(SandboxState::address).orElse("");
        if (!live.isEmpty()) {
            return live;
        }
        PodStatus before = seen.pod().getStatus();
        return before == null ? "" : Objects.requireNonNullElse(before.getPodIP(), "");
    }

    /** As Kubernetes writes times: whole seconds. */
    static String second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
