package dev.gantry.scheduling.plugins.tainttoleration;

import dev.gantry.scheduling.cluster.ClusterView;
import dev.gantry.scheduling.cluster.NodeView;
import dev.gantry.scheduling.cluster.PodInfo;
import dev.gantry.scheduling.framework.ClusterEvent;
import dev.gantry.scheduling.framework.FilterPlugin;
import dev.gantry.scheduling.framework.ScorePlugin;
import dev.gantry.scheduling.framework.Verdict;
import io.fabric8.kubernetes.api.model.Taint;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A pod fits where it tolerates every NoSchedule and NoExecute taint. */
public final class TaintToleration implements FilterPlugin, ScorePlugin {

    private static final Verdict UNTOLERATED =
            Verdict.rejected(false, "node(s) had untolerated taint(s)");

    @Override
    public String name() {
        return "TaintToleration";
    }

    @Override
    public NodeFilter prepare(PodInfo pod, ClusterView cluster) {
        return node -> tolerated(pod, node) ? Verdict.FITS : UNTOLERATED;
    }

    private static boolean tolerated(PodInfo pod, NodeView node) {
        for (Taint taint : node.taints()) {
            if (!taint.getEffect().equals("PreferNoSchedule")
                    && !Tolerations.cover(pod.tolerations(), taint)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Set<ClusterEvent> mayFitAfter() {
        return Set.of(ClusterEvent.NODE_ADDED, ClusterEvent.NODE_TAINTS_CHANGED);
    }

    @Override
    public int weight() {
        return 3;
    }

    /** The fewer untolerated PreferNoSchedule taints, the better. */
    @Override
    public @Nullable NodeScore prepare(PodInfo pod, ClusterView cluster, List<NodeView> fitting) {
        return anySoft(fitting) ? new FewestTaints(pod) : null;
    }

    private static boolean anySoft(List<NodeView> nodes) {
        for (NodeView node : nodes) {
            for (Taint taint : node.taints()) {
                if (taint.getEffect().equals("PreferNoSchedule")) {
                    return true;
                }
            }
        }
        return false;
    }

    private record FewestTaints(PodInfo pod) implements NodeScore {
        @Override
        public long score(NodeView node) {
            return node.taints().stream()
                    .filter(t -> t.getEffect().equals("PreferNoSchedule"))
                    .filter(t -> !Tolerations.cover(pod.tolerations(), t))
                    .count();
        }

        @Override
        public void scale(long[] scores) {
            ScorePlugin.stretch(scores, true);
        }
    }
}
