package dev.gantry.scheduling.decision;

import dev.gantry.scheduling.framework.FilterPlugin;
import dev.gantry.scheduling.framework.ScorePlugin;
import dev.gantry.scheduling.plugins.balancedallocation.NodeResourcesBalancedAllocation;
import dev.gantry.scheduling.plugins.imagelocality.ImageLocality;
import dev.gantry.scheduling.plugins.interpodaffinity.InterPodAffinity;
import dev.gantry.scheduling.plugins.nodeaffinity.NodeAffinity;
import dev.gantry.scheduling.plugins.nodename.NodeName;
import dev.gantry.scheduling.plugins.nodeports.NodePorts;
import dev.gantry.scheduling.plugins.noderesourcesfit.NodeResourcesFit;
import dev.gantry.scheduling.plugins.nodeunschedulable.NodeUnschedulable;
import dev.gantry.scheduling.plugins.podtopologyspread.PodTopologySpread;
import dev.gantry.scheduling.plugins.tainttoleration.TaintToleration;
import java.util.List;

/** The rules in the order in which nodes are asked; the first rejection counts. */
public record Plugins(List<FilterPlugin> filters, List<ScorePlugin> scores) {

    /** Kubernetes' default profile. */
    public static Plugins standard() {
        NodeResourcesFit resources = new NodeResourcesFit();
        TaintToleration taints = new TaintToleration();
        NodeAffinity affinity = new NodeAffinity();
        PodTopologySpread spread = new PodTopologySpread();
        InterPodAffinity pods = new InterPodAffinity();
        return new Plugins(
                List.of(
                        new NodeUnschedulable(),
                        new NodeName(),
                        taints,
                        affinity,
                        new NodePorts(),
                        resources,
                        spread,
                        pods),
                List.of(
                        taints,
                        affinity,
                        resources,
                        spread,
                        pods,
                        new NodeResourcesBalancedAllocation(),
                        new ImageLocality()));
    }
}
