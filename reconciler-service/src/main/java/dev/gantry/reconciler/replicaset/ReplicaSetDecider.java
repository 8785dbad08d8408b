package dev.gantry.reconciler.replicaset;

import dev.gantry.api.selector.LabelSelector;
import dev.gantry.api.status.ApiError;
import dev.gantry.reconciler.ownership.Claim;
import dev.gantry.reconciler.ownership.Owners;
import dev.gantry.reconciler.pods.DeletionOrder;
import dev.gantry.reconciler.pods.PodTemplates;
import dev.gantry.reconciler.pods.Pods;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetCondition;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatusBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What to do for one ReplicaSet. Pure: the same observation always gives the same decision. O(pods
 * of the set and its candidates).
 */
final class ReplicaSetDecider {

    /** Pods created or deleted in one go. */
    static final int MAX_BURST = 500;

    private ReplicaSetDecider() {}

    /**
     * Pods to create, delete, adopt and release.
     *
     * @param trusted that the template has already made a pod
     */
    record Decision(
            List<Pod> create,
            List<Pod> delete,
            List<Pod> adopt,
            List<Pod> release,
            boolean trusted) {

        boolean isEmpty() {
            return create.isEmpty() && delete.isEmpty() && adopt.isEmpty() && release.isEmpty();
        }
    }

    static Decision decide(ReplicaSetObserved seen) {
        Claim<Pod> claim = claim(seen);
        if (Owners.isDeleting(seen.owner())) {
            return new Decision(List.of(), List.of(), List.of(), List.of(), true);
        }
        if (!claim.toAdopt().isEmpty() || !claim.toRelease().isEmpty()) {
            // who belongs here comes first; how many are missing is decided on the result
            return new Decision(List.of(), List.of(), claim.toAdopt(), claim.toRelease(), true);
        }
        List<Pod> active = active(claim);
        int missing = wanted(seen.owner()) - active.size();
        List<Pod> creations =
                missing > 0 ? creations(seen, Math.min(missing, MAX_BURST)) : List.of();
        List<Pod> deletions =
                missing < 0
                        ? DeletionOrder.first(
                                Math.min(-missing, MAX_BURST), active, seen.related(), seen.now())
                        : List.of();
        boolean trusted = !claim.mine().isEmpty();
        return new Decision(creations, deletions, List.of(), List.of(), trusted);
    }

    private static Claim<Pod> claim(ReplicaSetObserved seen) {
        LabelSelector selector = LabelSelector.of(seen.owner().getSpec().getSelector());
        return Claim.of(seen.owner(), selector, seen.candidates(), Pods::isActive);
    }

    private static List<Pod> active(Claim<Pod> claim) {
        return claim.mine().stream().filter(Pods::isActive).toList();
    }

    private static int wanted(ReplicaSet owner) {
        Integer replicas = owner.getSpec().getReplicas();
        return replicas == null ? 1 : replicas;
    }

    private static List<Pod> creations(ReplicaSetObserved seen, int count) {
        Set<String> taken =
                seen.candidates().stream()
                        .map(p -> p.getMetadata().getName())
                        .collect(Collectors.toSet());
        return seen.names().take(count, taken).stream()
                .map(n -> PodTemplates.pod(seen.owner().getSpec().getTemplate(), seen.owner(), n))
                .toList();
    }

    /**
     * The status that the observation gives.
     *
     * @param failure why pods could not be created or deleted just now
     * @param creating whether the failure was about creating
     */
    static ReplicaSetStatus status(
            ReplicaSetObserved seen, @Nullable ApiError failure, boolean creating) {
        Claim<Pod> claim = claim(seen);
        List<Pod> active = active(claim);
        int minReady = minReadySeconds(seen.owner());
        Map<String, String> labels = templateLabels(seen.owner());
        ReplicaSetStatusBuilder status = new ReplicaSetStatusBuilder();
        status.withReplicas(active.size());
        status.withFullyLabeledReplicas(orNull(count(active, p -> labelled(p, labels))));
        status.withReadyReplicas(orNull(count(active, Pods::isReady)));
        status.withAvailableReplicas(
                orNull(count(active, p -> Pods.isAvailable(p, minReady, seen.now()))));
        status.withTerminatingReplicas(
                count(claim.mine(), p -> Pods.isTerminating(p) && !Pods.isFinished(p)));
        status.withObservedGeneration(seen.owner().getMetadata().getGeneration());
        status.withConditions(conditions(seen, failure, creating));
        return status.build();
    }

    private static int count(List<Pod> pods, java.util.function.Predicate<Pod> wanted) {
        return (int) pods.stream().filter(wanted).count();
    }

    private static @Nullable Integer orNull(int count) {
        return count == 0 ? null : count;
    }

    private static int minReadySeconds(ReplicaSet owner) {
        Integer seconds = owner.getSpec().getMinReadySeconds();
        return seconds == null ? 0 : seconds;
    }

    private static Map<String, String> templateLabels(ReplicaSet owner) {
        var metadata = owner.getSpec().getTemplate().getMetadata();
        return metadata == null || metadata.getLabels() == null ? Map.of() : metadata.getLabels();
    }

    private static boolean labelled(Pod pod, Map<String, String> labels) {
        Map<String, String> has = pod.getMetadata().getLabels();
        return labels.isEmpty() || (has != null && has.entrySet().containsAll(labels.entrySet()));
    }

    private static List<ReplicaSetCondition> conditions(
            ReplicaSetObserved seen, @Nullable ApiError failure, boolean creating) {
        ReplicaSetStatus before = seen.owner().getStatus();
        List<ReplicaSetCondition> all =
                new ArrayList<>(before == null ? List.of() : before.getConditions());
        boolean known = all.stream().anyMatch(c -> c.getType().equals("ReplicaFailure"));
        if (failure == null) {
            all.removeIf(c -> c.getType().equals("ReplicaFailure"));
        } else if (!known) {
            all.add(
                    new ReplicaSetConditionBuilder()
                            .withType("ReplicaFailure")
                            .withStatus("True")
                            .withLastTransitionTime(seconds(seen.now()))
                            .withReason(creating ? "FailedCreate" : "FailedDelete")
                            .withMessage(failure.message())
                            .build());
        }
        return all;
    }

    static String seconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** When the next ready pod becomes available; null when none is waiting for that. */
    static @Nullable Duration recheckAfter(ReplicaSetObserved seen) {
        int minReady = minReadySeconds(seen.owner());
        return active(claim(seen)).stream()
                .map(p -> Pods.untilAvailable(p, minReady, seen.now()))
                .filter(left -> left != null)
                .min(Duration::compareTo)
                .orElse(null);
    }
}
