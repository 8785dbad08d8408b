package dev.gantry.scheduling.preemption;

import dev.gantry.scheduling.cluster.ClusterView;
import dev.gantry.scheduling.cluster.NodeView;
import dev.gantry.scheduling.cluster.PodInfo;
import dev.gantry.scheduling.decision.Algorithm;
import dev.gantry.scheduling.decision.Placement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Looks for the node where the least important pods would have to go.
 *
 * <p>On each node that rejected the pod for want of room, all pods of lower priority are taken
 * away; if the pod fits then, as many as possible come back, the most important first. Of the nodes
 * the one is best whose highest victim is lowest, then the one with the smallest sum of priorities,
 * then with the fewest victims, then whose highest victims are youngest. Pure. O(rejecting nodes x
 * pods on a node).
 */
public final class Preemption {

    private static final Comparator<PodInfo> MOST_IMPORTANT_FIRST =
            Comparator.comparingInt((PodInfo p) -> -p.priority())
                    .thenComparing(PodInfo::created)
                    .thenComparing(PodInfo::uid);
    private static final int CANDIDATES = 100;

    private final Algorithm algorithm;

    public Preemption(Algorithm algorithm) {
        this.algorithm = algorithm;
    }

    /** What was found. */
    public sealed interface Outcome {
        /** Deleting the victims makes room on the node. */
        record Victims(String node, List<PodInfo> victims) implements Outcome {}

        /** Nothing helps; the message goes into the pod's condition. */
        record None(String message) implements Outcome {}
    }

    public Outcome find(PodInfo pod, ClusterView cluster, Placement.Nowhere nowhere) {
        if (!pod.mayPreempt()) {
            return new Outcome.None("not eligible due to preemptionPolicy=Never.");
        }
        List<Outcome.Victims> found = new ArrayList<>();
        Map<String, Integer> reasons = new TreeMap<>();
        for (var rejection : nowhere.rejections().entrySet()) {
            NodeView node = cluster.node(rejection.getKey());
            if (node == null || !rejection.getValue().preemptionMayHelp()) {
                reasons.merge("Preemption is not helpful for scheduling", 1, Integer::sum);
            } else if (found.size() < CANDIDATES) {
                List<PodInfo> victims = victims(pod, node, cluster);
                if (victims.isEmpty()) {
                    reasons.merge("No preemption victims found for incoming pod", 1, Integer::sum);
                } else {
                    found.add(new Outcome.Victims(node.name(), victims));
                }
            }
        }
        return found.stream()
                .min(Preemption::compare)
                .<Outcome>map(v -> v)
                .orElseGet(() -> new Outcome.None(message(nowhere.nodes(), reasons)));
    }

    private static String message(int nodes, Map<String, Integer> reasons) {
        String all =
                reasons.entrySet().stream()
                        .map(e -> e.getValue() + " " + e.getKey())
                        .sorted()
                        .collect(Collectors.joining(", "));
        return "0/%d nodes are available: %s.".formatted(nodes, all);
    }

    /** Empty when even without them the pod would not fit, or there are none. */
    private List<PodInfo> victims(PodInfo pod, NodeView node, ClusterView cluster) {
        List<PodInfo> lower =
                node.pods().stream()
                        .filter(p -> p.priority() < pod.priority())
                        .sorted(MOST_IMPORTANT_FIRST)
                        .toList();
        if (lower.isEmpty() || !algorithm.fits(pod, node.without(lower), cluster)) {
            return List.of();
        }
        List<PodInfo> victims = new ArrayList<>(lower);
        for (PodInfo spared : lower) {
            victims.remove(spared);
            if (!algorithm.fits(pod, node.without(victims), cluster)) {
                victims.add(spared);
            }
        }
        victims.sort(MOST_IMPORTANT_FIRST);
        return victims;
    }

    private static int compare(Outcome.Victims a, Outcome.Victims b) {
        return Comparator.comparingInt((Outcome.Victims v) -> v.victims().get(0).priority())
                .thenComparingLong(
                        v -> v.victims().stream().mapToLong(p -> p.priority() + (1L << 31)).sum())
                .thenComparingInt(v -> v.victims().size())
                .thenComparing(Preemption::earliestOfHighest, Comparator.reverseOrder())
                .thenComparing(Outcome.Victims::node)
                .compare(a, b);
    }

    private static Instant earliestOfHighest(Outcome.Victims victims) {
        int highest = victims.victims().get(0).priority();
        return victims.victims().stream()
                .filter(p -> p.priority() == highest)
                .map(PodInfo::created)
                .min(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }
}
