package dev.gantry.reconciler.daemonset;

import dev.gantry.reconciler.pods.FreshNames;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import java.time.Instant;
import java.util.List;

/**
 * What one decision rests on.
 *
 * @param pods that the set controls
 * @param hash of the set's present template
 */
record DaemonSetObserved(
        DaemonSet owner,
        List<Node> nodes,
        List<Pod> pods,
        String hash,
        FreshNames names,
        Instant now) {}
