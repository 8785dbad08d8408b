package dev.gantry.reconciler.deployment;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The status of a Deployment and the story its conditions tell. Pure. */
final class RolloutStatus {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final Deployment deployment;
    private final Sets sets;
    private final Conditions conditions;
    private final Instant now;
    private int collisions;

    RolloutStatus(Deployment deployment, Sets sets, Conditions conditions, Instant now) {
        this.deployment = deployment;
        this.sets = sets;
        this.conditions = conditions;
        this.now = now;
        this.collisions = Replicas.or(before().getCollisionCount(), 0);
    }

    private DeploymentStatus before() {
        return deployment.getStatus() == null ? new DeploymentStatus() : deployment.getStatus();
    }

    RolloutStatus collided() {
        collisions++;
        return this;
    }

    /** Counts, with the conditions as they stand. */
    DeploymentStatus build() {
        List<ReplicaSet> all = sets.all();
        ReplicaSet current = sets.current();
        int available = Replicas.available(all);
        int unavailable = Math.max(0, Replicas.sum(all) - available);
        int least = Replicas.wanted(deployment) - Replicas.maxUnavailable(deployment);
        if (available >= least) {
            conditions.set(
                    Conditions.AVAILABLE,
                    "True",
                    "MinimumReplicasAvailable",
                    "Deployment has minimum availability.");
        } else {
            conditions.set(
                    Conditions.AVAILABLE,
                    "False",
                    "MinimumReplicasUnavailable",
                    "Deployment does not have minimum availability.");
        }
        return new DeploymentStatusBuilder()
                .withObservedGeneration(deployment.getMetadata().getGeneration())
                .withReplicas(orNull(Replicas.actual(all)))
                .withUpdatedReplicas(orNull(current == null ? 0 : Replicas.actual(current)))
                .withReadyReplicas(orNull(all.stream().mapToInt(Replicas::ready).sum()))
                .withAvailableReplicas(orNull(available))
                .withUnavailableReplicas(orNull(unavailable))
                .withTerminatingReplicas(all.stream().mapToInt(Replicas::terminating).sum())
                .withCollisionCount(orNull(collisions))
                .withConditions(conditions.toList())
                .build();
    }

    private static @Nullable Integer orNull(int count) {
        return count == 0 ? null : count;
    }

    /** Counts, and how far the rollout has come. */
    DeploymentStatus rolledOut() {
        DeploymentStatus counts = build();
        if (!hasDeadline()) {
            conditions.remove(Conditions.PROGRESSING);
        } else if (!wasComplete(counts)) {
            progress(counts);
        }
        failures();
        return new DeploymentStatusBuilder(counts).withConditions(conditions.toList()).build();
    }

    private boolean hasDeadline() {
        Integer seconds = deployment.getSpec().getProgressDeadlineSeconds();
        return seconds != null && seconds != Integer.MAX_VALUE;
    }

    /** It had come to its end before, and has not begun another rollout. */
    private boolean wasComplete(DeploymentStatus counts) {
        return count(counts.getReplicas()) == count(counts.getUpdatedReplicas())
                && conditions.has(Conditions.PROGRESSING, Conditions.COMPLETE);
    }

    private void progress(DeploymentStatus counts) {
        if (isComplete(deployment, counts)) {
            conditions.set(
                    Conditions.PROGRESSING,
                    "True",
                    Conditions.COMPLETE,
                    subject() + " has successfully progressed.");
        } else if (hasProgressed(counts)) {
            conditions.replace(
                    Conditions.PROGRESSING,
                    "True",
                    Conditions.UPDATED,
                    subject() + " is progressing.");
        } else if (hasTimedOut()) {
            conditions.set(
                    Conditions.PROGRESSING,
                    "False",
                    Conditions.TIMED_OUT,
                    subject() + " has timed out progressing.");
        }
    }

    private String subject() {
        ReplicaSet current = sets.current();
        return current == null
                ? "Deployment \"" + deployment.getMetadata().getName() + "\""
                : "ReplicaSet \"" + current.getMetadata().getName() + "\"";
    }

    static boolean isComplete(Deployment deployment, DeploymentStatus counts) {
        int wanted = Replicas.wanted(deployment);
        Long observed = counts.getObservedGeneration();
        Long generation = deployment.getMetadata().getGeneration();
        return count(counts.getUpdatedReplicas()) == wanted
                && count(counts.getReplicas()) == wanted
                && count(counts.getAvailableReplicas()) == wanted
                && (generation == null || (observed != null && observed >= generation));
    }

    private static int count(@Nullable Integer value) {
        return Replicas.or(value, 0);
    }

    private boolean hasProgressed(DeploymentStatus counts) {
        DeploymentStatus before = before();
        int oldBefore = count(before.getReplicas()) - count(before.getUpdatedReplicas());
        int oldNow = count(counts.getReplicas()) - count(counts.getUpdatedReplicas());
        return count(counts.getUpdatedReplicas()) > count(before.getUpdatedReplicas())
                || oldNow < oldBefore
                || count(counts.getReadyReplicas()) > count(before.getReadyReplicas())
                || count(counts.getAvailableReplicas()) > count(before.getAvailableReplicas());
    }

    private boolean hasTimedOut() {
        DeploymentCondition condition = conditions.get(Conditions.PROGRESSING);
        if (condition == null || Conditions.COMPLETE.equals(condition.getReason())) {
            return false;
        }
        return Conditions.TIMED_OUT.equals(condition.getReason())
                || now.isAfter(deadline(condition));
    }

    private Instant deadline(DeploymentCondition condition) {
        return Instant.parse(condition.getLastUpdateTime())
                .plusSeconds(deployment.getSpec().getProgressDeadlineSeconds());
    }

    /** A set that cannot make its pods says so here; the current one's word counts first. */
    private void failures() {
        ReplicaSet current = sets.current();
        ReplicaSetCondition failure = current == null ? null : failure(current);
        for (ReplicaSet set : sets.old()) {
            failure = failure == null ? failure(set) : failure;
        }
        if (failure == null) {
            conditions.remove(Conditions.REPLICA_FAILURE);
        } else {
            conditions.copy(
                    Conditions.REPLICA_FAILURE,
                    failure.getStatus(),
                    failure.getReason(),
                    failure.getMessage());
        }
    }

    private static @Nullable ReplicaSetCondition failure(ReplicaSet set) {
        if (set.getStatus() == null) {
            return null;
        }
        return set.getStatus().getConditions().stream()
                .filter(c -> c.getType().equals(Conditions.REPLICA_FAILURE))
                .findFirst()
                .orElse(null);
    }

    /** When the deadline has to be looked at again; null when nothing is running against it. */
    @Nullable Duration deadlineIn(DeploymentStatus after) {
        DeploymentCondition condition = conditions.get(Conditions.PROGRESSING);
        if (!hasDeadline()
                || condition == null
                || isComplete(deployment, after)
                || Conditions.TIMED_OUT.equals(condition.getReason())
                || Conditions.COMPLETE.equals(condition.getReason())
                || Conditions.PAUSED.equals(condition.getReason())) {
            return null;
        }
        Duration left = Duration.between(now, deadline(condition)).plus(SOON);
        return left.compareTo(SOON) < 0 ? SOON : left;
    }
}
