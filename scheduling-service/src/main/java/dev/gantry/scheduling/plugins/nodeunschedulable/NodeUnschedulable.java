package dev.gantry.scheduling.plugins.nodeunschedulable;

import dev.gantry.scheduling.cluster.ClusterView;
import dev.gantry.scheduling.cluster.PodInfo;
import dev.gantry.scheduling.framework.ClusterEvent;
import dev.gantry.scheduling.framework.FilterPlugin;
import dev.gantry.scheduling.framework.Verdict;
import dev.gantry.scheduling.plugins.tainttoleration.Tolerations;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import java.util.Set;

/** A cordoned node takes only pods that tolerate the unschedulable taint. */
public final class NodeUnschedulable implements FilterPlugin {

    private static final Taint TAINT =
            new TaintBuilder()
                    .withKey("node.kubernetes.io/unschedulable")
                    .withEffect("NoSchedule")
                    .build();
    private static final Verdict CORDONED = Verdict.rejected(false, "node(s) were unschedulable");

    @Override
    public String name() {
        return "NodeUnschedulable";
    }

    @Override
    public NodeFilter prepare(PodInfo pod, ClusterView cluster) {
        return node ->
                node.unschedulable() && !Tolerations.cover(pod.tolerations(), TAINT)
                        ? CORDONED
                        : Verdict.FITS;
    }

    @Override
    public Set<ClusterEvent> mayFitAfter() {
        return Set.of(ClusterEvent.NODE_ADDED, ClusterEvent.NODE_TAINTS_CHANGED);
    }
}
