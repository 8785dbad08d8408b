package dev.gantry.scheduling.framework;

import dev.gantry.scheduling.cluster.ClusterView;
import dev.gantry.scheduling.cluster.NodeView;
import dev.gantry.scheduling.cluster.PodInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How well a node suits, among those that fit. Pure and without state. */
public interface ScorePlugin {

    int MOST = 100;

    String name();

    /** How much it counts beside the others; Kubernetes' default. */
    int weight();

    /** What to ask of each node; null when all nodes are alike for this pod. */
    @Nullable NodeScore prepare(PodInfo pod, ClusterView cluster, List<NodeView> fitting);

    /** The question to one node. */
    interface NodeScore {
        /** Any number, higher is better; within 0..100 unless {@link #scale} maps it there. */
        long score(NodeView node);

        /** Maps all scores to 0..100; as they are by default. */
        default void scale(long[] scores) {}
    }

    /** Stretches so that the highest is 100, or the lowest when {@code reverse}. */
    static void stretch(long[] scores, boolean reverse) {
        long most = 0;
        for (long score : scores) {
            most = Math.max(most, score);
        }
        for (int i = 0; i < scores.length; i++) {
            long scaled = most == 0 ? 0 : MOST * scores[i] / most;
            scores[i] = reverse ? MOST - scaled : scaled;
        }
    }
}
