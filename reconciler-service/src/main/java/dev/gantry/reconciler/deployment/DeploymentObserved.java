package dev.gantry.reconciler.deployment;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.time.Instant;
import java.util.List;

/**
 * What one decision rests on.
 *
 * @param candidates sets that the Deployment controls, and sets of its namespace that nobody
 *     controls
 * @param pods of the sets it controls
 */
record DeploymentObserved(
        Deployment owner, List<ReplicaSet> candidates, List<Pod> pods, Instant now) {}
