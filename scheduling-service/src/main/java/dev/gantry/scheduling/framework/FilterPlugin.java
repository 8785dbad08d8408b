package dev.gantry.scheduling.framework;

import dev.gantry.scheduling.cluster.ClusterView;
import dev.gantry.scheduling.cluster.NodeView;
import dev.gantry.scheduling.cluster.PodInfo;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A rule that a node must satisfy. Pure and without state; an exception is a bug. */
public interface FilterPlugin {

    /** Kubernetes' name of the plugin. */
    String name();

    /**
     * What to ask of each node for this pod; null when every node fits. Computes once per pod what
     * does not depend on the node.
     */
    @Nullable NodeFilter prepare(PodInfo pod, ClusterView cluster);

    /** After which changes a rejected pod is worth another try. */
    Set<ClusterEvent> mayFitAfter();

    /** The question to one node. */
    interface NodeFilter {
        Verdict filter(NodeView node);
    }
}
