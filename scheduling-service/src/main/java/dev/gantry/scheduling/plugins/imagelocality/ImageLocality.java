package dev.gantry.scheduling.plugins.imagelocality;

import dev.gantry.scheduling.cluster.ClusterView;
import dev.gantry.scheduling.cluster.NodeView;
import dev.gantry.scheduling.cluster.PodInfo;
import dev.gantry.scheduling.framework.ScorePlugin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The more bytes of a pod's images a node has, the better; an image that few nodes have counts
 * less, so that a pod does not heap up where an image happens to be.
 */
public final class ImageLocality implements ScorePlugin {

    private static final long LEAST_BYTES = 23L << 20;
    private static final long MOST_BYTES_PER_CONTAINER = 1000L << 20;

    @Override
    public String name() {
        return "ImageLocality";
    }

    @Override
    public int weight() {
        return 1;
    }

    @Override
    public @Nullable NodeScore prepare(PodInfo pod, ClusterView cluster, List<NodeView> fitting) {
        Map<String, Double> spread = new HashMap<>();
        for (String image : pod.images()) {
            int having = having(image, fitting);
            if (having > 0) {
                spread.put(image, (double) having / fitting.size());
            }
        }
        if (spread.isEmpty()) {
            return null;
        }
        long most = MOST_BYTES_PER_CONTAINER * Math.max(1, pod.images().size());
        return node -> {
            long bytes = 0;
            for (var image : spread.entrySet()) {
                bytes += (long) (node.imageBytes(image.getKey()) * image.getValue());
            }
            long within = Math.max(LEAST_BYTES, Math.min(most, bytes));
            return MOST * (within - LEAST_BYTES) / (most - LEAST_BYTES);
        };
    }

    private static int having(String image, List<NodeView> nodes) {
        int having = 0;
        for (NodeView node : nodes) {
            having += node.imageBytes(image) > 0 ? 1 : 0;
        }
        return having;
    }
}
