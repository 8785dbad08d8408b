package dev.gantry.scheduling.plugins.nodeaffinity;

import dev.gantry.api.selector.NodeSelection;
import dev.gantry.scheduling.cluster.ClusterView;
import dev.gantry.scheduling.cluster.NodeView;
import dev.gantry.scheduling.cluster.PodInfo;
import dev.gantry.scheduling.framework.ClusterEvent;
import dev.gantry.scheduling.framework.FilterPlugin;
import dev.gantry.scheduling.framework.ScorePlugin;
import dev.gantry.scheduling.framework.Verdict;
import io.fabric8.kubernetes.api.model.PreferredSchedulingTerm;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A pod fits where its node selector and its required node affinity hold. */
public final class NodeAffinity implements FilterPlugin, ScorePlugin {

    private static final Verdict OTHER =
            Verdict.rejected(false, "node(s) didn't match Pod's node affinity/selector");

    @Override
    public String name() {
        return "NodeAffinity";
    }

    @Override
    public @Nullable NodeFilter prepare(PodInfo pod, ClusterView cluster) {
        return pod.nodeSelector().isEmpty() && pod.requiredNodes() == null
                ? null
                : node -> matches(pod, node) ? Verdict.FITS : OTHER;
    }

    /** Also what decides which nodes count for topology spread. */
    public static boolean matches(PodInfo pod, NodeView node) {
        for (var wanted : pod.nodeSelector().entrySet()) {
            if (!wanted.getValue().equals(node.label(wanted.getKey()))) {
                return false;
            }
        }
        return pod.requiredNodes() == null
                || NodeSelection.matches(
                        pod.requiredNodes().getNodeSelectorTerms(), node.name(), node::label);
    }

    @Override
    public Set<ClusterEvent> mayFitAfter() {
        return Set.of(ClusterEvent.NODE_ADDED, ClusterEvent.NODE_LABELS_CHANGED);
    }

    @Override
    public int weight() {
        return 2;
    }

    @Override
    public @Nullable NodeScore prepare(PodInfo pod, ClusterView cluster, List<NodeView> fitting) {
        return pod.preferredNodes().isEmpty() ? null : new Preferred(pod.preferredNodes());
    }

    /** The sum of the weights of the terms that hold. */
    private record Preferred(List<PreferredSchedulingTerm> terms) implements NodeScore {
        @Override
        public long score(NodeView node) {
            return terms.stream()
                    .filter(t -> NodeSelection.matches(t.getPreference(), node.name(), node::label))
                    .mapToLong(PreferredSchedulingTerm::getWeight)
                    .sum();
        }

        @Override
        public void scale(long[] scores) {
            ScorePlugin.stretch(scores, false);
        }
    }
}
