package dev.gantry.scheduling.plugins.balancedallocation;

import dev.gantry.scheduling.cluster.ClusterView;
import dev.gantry.scheduling.cluster.NodeView;
import dev.gantry.scheduling.cluster.PodInfo;
import dev.gantry.scheduling.framework.ScorePlugin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The closer the used shares of CPU and memory are to each other, the better. */
public final class NodeResourcesBalancedAllocation implements ScorePlugin {

    @Override
    public String name() {
        return "NodeResourcesBalancedAllocation";
    }

    @Override
    public int weight() {
        return 1;
    }

    /** Pods that ask for nothing cannot unbalance a node. */
    @Override
    public @Nullable NodeScore prepare(PodInfo pod, ClusterView cluster, List<NodeView> fitting) {
        if (pod.requests().cpuMillis() == 0 && pod.requests().memoryBytes() == 0) {
            return null;
        }
        return node -> score(pod, node);
    }

    /** 100 less the standard deviation of the two shares, which is half their distance. */
    private static long score(PodInfo pod, NodeView node) {
        double cpu =
                share(
                        node.requested().cpuMillis() + pod.requests().cpuMillis(),
                        node.allocatable().cpuMillis());
        double memory =
                share(
                        node.requested().memoryBytes() + pod.requests().memoryBytes(),
                        node.allocatable().memoryBytes());
        return (long) ((1 - Math.abs(cpu - memory) / 2) * MOST);
    }

    private static double share(long used, long capacity) {
        return capacity <= 0 ? 1 : Math.min(1, (double) used / capacity);
    }
}
