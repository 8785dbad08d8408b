package dev.gantry.scheduling.plugins.noderesourcesfit;

import dev.gantry.scheduling.cluster.ClusterView;
import dev.gantry.scheduling.cluster.NodeView;
import dev.gantry.scheduling.cluster.PodInfo;
import dev.gantry.scheduling.cluster.Resources;
import dev.gantry.scheduling.framework.ClusterEvent;
import dev.gantry.scheduling.framework.FilterPlugin;
import dev.gantry.scheduling.framework.ScorePlugin;
import dev.gantry.scheduling.framework.Verdict;
import java.util.List;
import java.util.Set;

/** A pod fits where its requests fit into what the node has left. */
public final class NodeResourcesFit implements FilterPlugin, ScorePlugin {

    @Override
    public String name() {
        return "NodeResourcesFit";
    }

    @Override
    public NodeFilter prepare(PodInfo pod, ClusterView cluster) {
        return node -> verdict(pod.requests(), node);
    }

    private static Verdict verdict(Resources wanted, NodeView node) {
        List<String> lacking = node.lacking(wanted);
        if (lacking.isEmpty()) {
            return Verdict.FITS;
        }
        boolean everFits =
                wanted.cpuMillis() <= node.allocatable().cpuMillis()
                        && wanted.memoryBytes() <= node.allocatable().memoryBytes()
                        && wanted.ephemeralBytes() <= node.allocatable().ephemeralBytes()
                        && wanted.pods() <= node.allocatable().pods()
                        && wanted.extended().entrySet().stream()
                                .allMatch(
                                        e ->
                                                e.getValue()
                                                        <= node.allocatable()
                                                                .extended()
                                                                .getOrDefault(e.getKey(), 0L));
        return new Verdict.Rejected(
                lacking.stream()
                        .map(r -> r.equals("pods") ? "Too many pods" : "Insufficient " + r)
                        .toList(),
                everFits);
    }

    @Override
    public Set<ClusterEvent> mayFitAfter() {
        return Set.of(
                ClusterEvent.NODE_ADDED,
                ClusterEvent.NODE_ALLOCATABLE_GREW,
                ClusterEvent.POD_REMOVED);
    }

    @Override
    public int weight() {
        return 1;
    }

    /** LeastAllocated: the mean of the free shares of CPU and memory, with the pod counted. */
    @Override
    public NodeScore prepare(PodInfo pod, ClusterView cluster, List<NodeView> fitting) {
        return node ->
                (free(
                                        node.allocatable().cpuMillis(),
                                        node.scored().cpuMillis() + pod.scored().cpuMillis())
                                + free(
                                        node.allocatable().memoryBytes(),
                                        node.scored().memoryBytes() + pod.scored().memoryBytes()))
                        / 2;
    }

    private static long free(long capacity, long used) {
        return capacity <= 0 || used > capacity ? 0 : (capacity - used) * MOST / capacity;
    }
}
