package dev.gantry.scheduling.plugins.nodename;

import dev.gantry.scheduling.cluster.ClusterView;
import dev.gantry.scheduling.cluster.PodInfo;
import dev.gantry.scheduling.framework.ClusterEvent;
import dev.gantry.scheduling.framework.FilterPlugin;
import dev.gantry.scheduling.framework.Verdict;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A pod that names its node fits there and nowhere else. */
public final class NodeName implements FilterPlugin {

    private static final Verdict OTHER =
            Verdict.rejected(false, "node(s) didn't match the requested node name");

    @Override
    public String name() {
        return "NodeName";
    }

    @Override
    public @Nullable NodeFilter prepare(PodInfo pod, ClusterView cluster) {
        return pod.nodeName().isEmpty()
                ? null
                : node -> node.name().equals(pod.nodeName()) ? Verdict.FITS : OTHER;
    }

    @Override
    public Set<ClusterEvent> mayFitAfter() {
        return Set.of(ClusterEvent.NODE_ADDED);
    }
}
