package dev.gantry.reconciler.deployment;

import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.Map;

/** One thing to do for a Deployment. */
sealed interface Action {

    /** Becomes the controller of a set that matches and is nobody's. */
    record Adopt(ReplicaSet set) implements Action {}

    /** Lets a set go that matches no longer. */
    record Release(ReplicaSet set) implements Action {}

    /** Creates the set of the current template. */
    record Create(ReplicaSet set) implements Action {}

    /**
     * Changes a set's size or annotations, or its {@code minReadySeconds}.
     *
     * @param replicas the new size, which may be the present one
     */
    record Change(
            ReplicaSet set, int replicas, int minReadySeconds, Map<String, String> annotations)
            implements Action {

        int from() {
            return Replicas.of(set);
        }
    }

    /** Deletes a set that history does not keep. */
    record Delete(ReplicaSet set) implements Action {}

    /** Writes the status. */
    record SetStatus(DeploymentStatus status) implements Action {}

    /** Writes the revision annotation of the Deployment itself. */
    record SetRevision(String revision) implements Action {}
}
