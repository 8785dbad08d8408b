package dev.gantry.scheduling.plugins.nodeports;

import dev.gantry.scheduling.cluster.ClusterView;
import dev.gantry.scheduling.cluster.NodeView;
import dev.gantry.scheduling.cluster.PodInfo;
import dev.gantry.scheduling.framework.ClusterEvent;
import dev.gantry.scheduling.framework.FilterPlugin;
import dev.gantry.scheduling.framework.Verdict;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A pod fits where the ports of the host that it asks for are free. */
public final class NodePorts implements FilterPlugin {

    private static final Verdict TAKEN =
            Verdict.rejected(true, "node(s) didn't have free ports for the requested pod ports");

    @Override
    public String name() {
        return "NodePorts";
    }

    @Override
    public @Nullable NodeFilter prepare(PodInfo pod, ClusterView cluster) {
        return pod.hostPorts().isEmpty() ? null : node -> free(pod, node) ? Verdict.FITS : TAKEN;
    }

    private static boolean free(PodInfo pod, NodeView node) {
        for (PodInfo there : node.pods()) {
            for (PodInfo.HostPort used : there.hostPorts()) {
                if (pod.hostPorts().stream().anyMatch(used::conflictsWith)) {
                    return false;
                }
            }
        }
        return true;
    }

    @Override
    public Set<ClusterEvent> mayFitAfter() {
        return Set.of(ClusterEvent.NODE_ADDED, ClusterEvent.POD_REMOVED);
    }
}
