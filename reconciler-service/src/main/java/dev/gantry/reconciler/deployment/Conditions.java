package dev.gantry.reconciler.deployment;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Deployment's conditions while they are worked on. A changed one moves to the end. */
final class Conditions {

    static final String AVAILABLE = "Available";
    static final String PROGRESSING = "Progressing";
    static final String REPLICA_FAILURE = "ReplicaFailure";

    static final String PAUSED = "DeploymentPaused";
    static final String RESUMED = "DeploymentResumed";
    static final String CREATED = "NewReplicaSetCreated";
    static final String CREATE_FAILED = "ReplicaSetCreateError";
    static final String FOUND = "FoundNewReplicaSet";
    static final String UPDATED = "ReplicaSetUpdated";
    static final String COMPLETE = "NewReplicaSetAvailable";
    static final String TIMED_OUT = "ProgressDeadlineExceeded";

    private final List<DeploymentCondition> all;
    private final String now;

    Conditions(Deployment deployment, Instant now) {
        this.all =
                new ArrayList<>(
                        deployment.getStatus() == null
                                ? List.of()
                                : deployment.getStatus().getConditions());
        this.now = now.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    List<DeploymentCondition> toList() {
        return List.copyOf(all);
    }

    @Nullable DeploymentCondition get(String type) {
        return all.stream().filter(c -> c.getType().equals(type)).findFirst().orElse(null);
    }

    boolean has(String type, String reason) {
        DeploymentCondition condition = get(type);
        return condition != null && reason.equals(condition.getReason());
    }

    void remove(String type) {
        all.removeIf(c -> c.getType().equals(type));
    }

    /** Changes nothing when status and reason are what they were. */
    void set(String type, String status, String reason, String message) {
        DeploymentCondition present = get(type);
        if (present != null
                && present.getStatus().equals(status)
                && reason.equals(present.getReason())) {
            return;
        }
        replace(type, status, reason, message);
    }

    /** Sets it with a new time of update, whatever it was; a kept status keeps its transition. */
    void replace(String type, String status, String reason, String message) {
        DeploymentCondition present = get(type);
        boolean kept = present != null && present.getStatus().equals(status);
        remove(type);
        all.add(
                new DeploymentConditionBuilder()
                        .withType(type)
                        .withStatus(status)
                        .withReason(reason)
                        .withMessage(message)
                        .withLastUpdateTime(now)
                        .withLastTransitionTime(
                                kept && present != null ? present.getLastTransitionTime() : now)
                        .build());
    }

    /** Takes over a condition of a set. */
    void copy(String type, String status, String reason, String message) {
        DeploymentCondition present = get(type);
        if (present == null
                || !status.equals(present.getStatus())
                || !java.util.Objects.equals(reason, present.getReason())) {
            replace(type, status, reason, message);
        }
    }
}
