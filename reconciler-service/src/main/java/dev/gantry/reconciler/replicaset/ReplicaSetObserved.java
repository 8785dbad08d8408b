package dev.gantry.reconciler.replicaset;

import dev.gantry.reconciler.pods.FreshNames;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.time.Instant;
import java.util.List;

/**
 * What one decision rests on.
 *
 * @param candidates pods the set controls, and pods of its namespace that nobody controls
 * @param related pods of all sets of the same Deployment, this set's own included
 */
record ReplicaSetObserved(
        ReplicaSet owner, List<Pod> candidates, List<Pod> related, FreshNames names, Instant now) {}
