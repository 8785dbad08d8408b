package dev.gantry.reconciler.disruption;

import dev.gantry.reconciler.pods.Pods;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetStatus;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetStatusBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A budget's status. Pure; O(pods). */
final class BudgetDecider {

    /** An eviction that has not become a deletion by then has not happened. */
    private static final Duration EVICTION_PATIENCE = Duration.ofMinutes(2);

    private BudgetDecider() {}

    /**
     * What one decision rests on.
     *
     * @param pods that the budget selects
     * @param scale how many pods their owners want together; null when that cannot be told
     * @param problem why it cannot be told, empty when it can
     */
    record Observed(
            PodDisruptionBudget budget,
            List<Pod> pods,
            @Nullable Integer scale,
            String problem,
            Instant now) {}

    static PodDisruptionBudgetStatus decide(Observed seen) {
        PodDisruptionBudget budget = seen.budget();
        PodDisruptionBudgetStatus before =
                budget.getStatus() == null ? new PodDisruptionBudgetStatus() : budget.getStatus();
        if (!seen.problem().isEmpty()) {
            return new PodDisruptionBudgetStatusBuilder(before)
                    .withObservedGeneration(budget.getMetadata().getGeneration())
                    .withDisruptionsAllowed(0)
                    .withConditions(conditions(seen, before, "SyncFailed", false, seen.problem()))
                    .build();
        }
        Map<String, String> evicted = stillEvicted(seen, before.getDisruptedPods());
        int expected = expected(seen);
        int desired = desired(budget, expected);
        int healthy =
                (int)
                        seen.pods().stream()
                                .filter(
                                        p ->
                                                Pods.isReady(p)
                                                        && !Pods.isTerminating(p)
                                                        && !evicted.containsKey(
                                                                p.getMetadata().getName()))
                                .count();
        int allowed = expected <= 0 ? 0 : Math.max(0, healthy - desired);
        return new PodDisruptionBudgetStatusBuilder()
                .withObservedGeneration(budget.getMetadata().getGeneration())
                .withDisruptedPods(evicted)
                .withDisruptionsAllowed(allowed)
                .withCurrentHealthy(healthy)
                .withDesiredHealthy(desired)
                .withExpectedPods(expected)
                .withConditions(
                        conditions(
                                seen,
                                before,
                                allowed > 0 ? "SufficientPods" : "InsufficientPods",
                                allowed > 0,
                                ""))
                .build();
    }

    /** With a plain {@code minAvailable} the pods that are there; else what their owners want. */
    private static int expected(Observed seen) {
        IntOrString least = seen.budget().getSpec().getMinAvailable();
        boolean plain = least != null && least.getIntVal() != null;
        return plain || seen.scale() == null ? seen.pods().size() : seen.scale();
    }

    /** Whether the owners' counts have to be known. */
    static boolean needsScale(PodDisruptionBudget budget) {
        IntOrString least = budget.getSpec().getMinAvailable();
        return budget.getSpec().getMaxUnavailable() != null
                || (least != null && least.getIntVal() == null);
    }

    private static int desired(PodDisruptionBudget budget, int expected) {
        IntOrString most = budget.getSpec().getMaxUnavailable();
        if (most != null) {
            return Math.max(0, expected - scaled(most, expected));
        }
        IntOrString least = budget.getSpec().getMinAvailable();
        return least == null ? 1 : scaled(least, expected);
    }

    /** Percentages round up, on both sides. */
    private static int scaled(IntOrString value, int of) {
        if (value.getIntVal() != null) {
            return value.getIntVal();
        }
        String text = value.getStrVal();
        long percent = Long.parseLong(text.substring(0, text.length() - 1));
        return (int) Math.ceilDiv(percent * of, 100L);
    }

    /** Evictions that were granted and whose pods are not going yet. */
    private static Map<String, String> stillEvicted(
            Observed seen, @Nullable Map<String, String> before) {
        Map<String, String> evicted = new HashMap<>();
        if (before == null) {
            return evicted;
        }
        for (Pod pod : seen.pods()) {
            String since = before.get(pod.getMetadata().getName());
            Instant at = Pods.time(since);
            boolean recent = at != null && at.plus(EVICTION_PATIENCE).isAfter(seen.now());
            if (recent && !Pods.isTerminating(pod)) {
                evicted.put(pod.getMetadata().getName(), since);
            }
        }
        return evicted;
    }

    /** When a granted eviction runs out; null when there is none. */
    static @Nullable Duration recheckAfter(PodDisruptionBudgetStatus status, Instant now) {
        if (status.getDisruptedPods() == null) {
            return null;
        }
        return status.getDisruptedPods().values().stream()
                .map(Pods::time)
                .filter(at -> at != null)
                .map(at -> Duration.between(now, at.plus(EVICTION_PATIENCE)))
                .min(Duration::compareTo)
                .orElse(null);
    }

    private static List<Condition> conditions(
            Observed seen,
            PodDisruptionBudgetStatus before,
            String reason,
            boolean allowed,
            String message) {
        List<Condition> all = new ArrayList<>(before.getConditions());
        Condition old =
                all.stream()
                        .filter(c -> c.getType().equals("DisruptionAllowed"))
                        .findFirst()
                        .orElse(null);
        String status = allowed ? "True" : "False";
        boolean kept = old != null && old.getStatus().equals(status);
        Condition condition =
                new ConditionBuilder()
                        .withType("DisruptionAllowed")
                        .withStatus(status)
                        .withReason(reason)
                        .withMessage(message)
                        .withObservedGeneration(seen.budget().getMetadata().getGeneration())
                        .withLastTransitionTime(
                                kept && old != null
                                        ? old.getLastTransitionTime()
                                        : seen.now().truncatedTo(ChronoUnit.SECONDS).toString())
                        .build();
        all.removeIf(c -> c.getType().equals("DisruptionAllowed"));
        all.add(condition);
        return all;
    }
}
