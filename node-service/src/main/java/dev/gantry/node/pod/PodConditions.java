package dev.gantry.node.pod;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodReadinessGate;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The conditions that a node owns. Pure. Kubernetes documentation, "Pod conditions". */
final class PodConditions {

    private PodConditions() {}

    /** Status, reason and message of one condition. */
    private record Verdict(boolean status, String reason, String message) {
        static final Verdict TRUE = new Verdict(true, "", "");
    }

    static List<PodCondition> of(
            PodObserved seen, String phase, List<ContainerStatus> init, List<ContainerStatus> app) {
        Verdict containersReady = containersReady(seen, phase, init, app);
        List<PodCondition> all = new ArrayList<>();
        all.add(
                condition(
                        seen,
                        "PodReadyToStartContainers",
                        new Verdict(seen.liveSandbox().isPresent(), "", "")));
        all.add(condition(seen, "Initialized", initialized(seen, phase, init, app)));
        all.add(condition(seen, "Ready", ready(seen.pod(), containersReady)));
        all.add(condition(seen, "ContainersReady", containersReady));
        all.add(condition(seen, "PodScheduled", Verdict.TRUE));
        return all;
    }

    private static Verdict initialized(
            PodObserved seen, String phase, List<ContainerStatus> init, List<ContainerStatus> app) {
        if (phase.equals("Succeeded")) {
            return new Verdict(true, "PodCompleted", "");
        }
        boolean begun = app.stream().anyMatch(c -> c.getState().getRunning() != null);
        if (begun || PodStatuses.initialized(seen, init)) {
            return Verdict.TRUE;
        }
        List<String> open =
                init.stream()
                        .filter(c -> !Boolean.TRUE.equals(c.getReady()))
                        .map(ContainerStatus::getName)
                        .toList();
        return new Verdict(
                false,
                "ContainersNotInitialized",
                "containers with incomplete status: " + names(open));
    }

    private static Verdict containersReady(
            PodObserved seen, String phase, List<ContainerStatus> init, List<ContainerStatus> app) {
        if (phase.equals("Succeeded")) {
            return new Verdict(false, "PodCompleted", "");
        }
        if (phase.equals("Failed")) {
            return new Verdict(false, "PodFailed", "");
        }
        List<String> unready = new ArrayList<>();
        for (int i = 0; i < init.size(); i++) {
            if (PodParts.isSidecar(PodParts.initContainers(seen.pod()).get(i))
                    && !Boolean.TRUE.equals(init.get(i).getReady())) {
                unready.add(init.get(i).getName());
            }
        }
        app.stream()
                .filter(c -> !Boolean.TRUE.equals(c.getReady()))
                .forEach(c -> unready.add(c.getName()));
        return unready.isEmpty()
                ? Verdict.TRUE
                : new Verdict(
                        false,
                        "ContainersNotReady",
                        "containers with unready status: " + names(unready));
    }

    private static String names(List<String> names) {
        return "[" + String.join(" ", names) + "]";
    }

    private static Verdict ready(Pod pod, Verdict containersReady) {
        if (!containersReady.status()) {
            return containersReady;
        }
        List<PodReadinessGate> gates =
                Objects.requireNonNullElse(pod.getSpec().getReadinessGates(), List.of());
        List<String> problems = new ArrayList<>();
        for (PodReadinessGate gate : gates) {
            Optional<PodCondition> found = find(pod.getStatus(), gate.getConditionType());
            if (found.isEmpty()) {
                problems.add(
                        "corresponding condition of pod readiness gate \"%s\" does not exist."
                                .formatted(gate.getConditionType()));
            } else if (!"True".equals(found.get().getStatus())) {
                problems.add(
                        "the status of pod readiness gate \"%s\" is not \"True\", but %s"
                                .formatted(gate.getConditionType(), found.get().getStatus()));
            }
        }
        return problems.isEmpty()
                ? Verdict.TRUE
                : new Verdict(false, "ReadinessGatesNotReady", String.join(", ", problems));
    }

    private static Optional<PodCondition> find(@Nullable PodStatus status, String type) {
        if (status == null || status.getConditions() == null) {
            return Optional.empty();
        }
        return status.getConditions().stream().filter(c -> type.equals(c.getType())).findFirst();
    }

    /** Whether the API's status says the same as ours where readers decide by it. */
    static boolean agree(@Nullable PodStatus theirs, PodStatus ours) {
        return theirs != null
                && Objects.equals(theirs.getPhase(), ours.getPhase())
                && ours.getConditions().stream()
                        .allMatch(
                                c ->
                                        find(theirs, c.getType())
                                                .filter(t -> c.getStatus().equals(t.getStatus()))
                                                .isPresent());
    }

    private static PodCondition condition(PodObserved seen, String type, Verdict verdict) {
        PodStatus reported = seen.memory().reported();
        Optional<PodCondition> before =
                find(reported == null ? seen.pod().getStatus() : reported, type);
        String status = verdict.status() ? "True" : "False";
        PodCondition condition = new PodCondition();
        condition.setType(type);
        condition.setStatus(status);
        condition.setReason(text(verdict.reason()));
        condition.setMessage(text(verdict.message()));
        condition.setObservedGeneration(seen.pod().getMetadata().getGeneration());
        condition.setLastTransitionTime(
                before.filter(c -> status.equals(c.getStatus()))
                        .map(PodCondition::getLastTransitionTime)
                        .orElseGet(() -> PodStatuses.second(seen.now())));
        return condition;
    }

    private static @Nullable String text(String text) {
        return text.isEmpty() ? null : text;
    }
}
