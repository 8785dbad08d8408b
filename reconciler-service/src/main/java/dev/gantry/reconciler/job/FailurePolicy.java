package dev.gantry.reconciler.job;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyOnExitCodesRequirement;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyOnPodConditionsPattern;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRule;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a Job's {@code podFailurePolicy} makes of a failed pod: the first rule that matches. Pure.
 */
final class FailurePolicy {

    private FailurePolicy() {}

    /**
     * @param action FailJob, FailIndex, Ignore or Count
     * @param message why, for FailJob
     */
    record Ruling(String action, String message) {}

    static final Ruling COUNT = new Ruling("Count", "");

    static Ruling of(Job job, Pod pod) {
        var policy = job.getSpec().getPodFailurePolicy();
        if (policy == null || !"Failed".equals(pod.getStatus().getPhase())) {
            return COUNT;
        }
        List<PodFailurePolicyRule> rules = policy.getRules();
        for (int i = 0; i < rules.size(); i++) {
            String message = match(rules.get(i), pod, i);
            if (message != null) {
                return new Ruling(rules.get(i).getAction(), message);
            }
        }
        return COUNT;
    }

    private static @Nullable String match(PodFailurePolicyRule rule, Pod pod, int index) {
        String place = pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
        if (rule.getOnExitCodes() != null) {
            ContainerStatus found = matching(rule.getOnExitCodes(), pod);
            return found == null
                    ? null
                    : "Container %s for pod %s failed with exit code %d matching %s rule at index %d"
                            .formatted(
                                    found.getName(),
                                    place,
                                    found.getState().getTerminated().getExitCode(),
                                    rule.getAction(),
                                    index);
        }
        for (PodFailurePolicyOnPodConditionsPattern pattern : rule.getOnPodConditions()) {
            boolean has =
                    pod.getStatus().getConditions().stream()
                            .anyMatch(
                                    c ->
                                            c.getType().equals(pattern.getType())
                                                    && c.getStatus().equals(pattern.getStatus()));
            if (has) {
                return "Pod %s has condition %s matching %s rule at index %d"
                        .formatted(place, pattern.getType(), rule.getAction(), index);
            }
        }
        return null;
    }

    private static @Nullable ContainerStatus matching(
            PodFailurePolicyOnExitCodesRequirement wanted, Pod pod) {
        return Stream.concat(
                        pod.getStatus().getContainerStatuses().stream(),
                        pod.getStatus().getInitContainerStatuses().stream())
                .filter(s -> s.getState() != null && s.getState().getTerminated() != null)
                .filter(
                        s ->
                                wanted.getContainerName() == null
                                        || wanted.getContainerName().equals(s.getName()))
                .filter(
                        s -> {
                            Integer code = s.getState().getTerminated().getExitCode();
                            boolean in = wanted.getValues().contains(code);
                            return code != 0 && "In".equals(wanted.getOperator()) == in;
                        })
                .findFirst()
                .orElse(null);
    }
}
