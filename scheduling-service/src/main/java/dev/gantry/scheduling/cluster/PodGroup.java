package dev.gantry.scheduling.cluster;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.ObjIntConsumer;

/**
 * Placed pods that no rule about other pods can tell apart, as those of one template are, and how
 * many of them are where. A rule asks each group once and not each pod: a cluster has few groups
 * and many pods.
 */
public final class PodGroup {

    /** What rules see of another pod. */
    record Traits(
            String namespace, Map<String, String> labels, PodInfo.Terms terms, boolean deleting) {

        static Traits of(PodInfo pod) {
            return new Traits(pod.namespace(), pod.labels(), pod.terms(), pod.deleting());
        }
    }

    private final PodInfo sample;
    private final Topology topology;
    private final Map<NodeView, Integer> perNode = new IdentityHashMap<>();
    private final Map<String, Map<String, Integer>> tallies = new HashMap<>();
    private int talliedAt;

    PodGroup(PodInfo sample, Topology topology) {
        this.sample = sample;
        this.topology = topology;
        this.talliedAt = topology.version();
    }

    /** Any pod of the group: what is true of its namespace, labels and terms is true of all. */
    public PodInfo sample() {
        return sample;
    }

    /** Tells each node that has some of these pods how many. O(nodes with some). */
    public void forEachNode(ObjIntConsumer<NodeView> told) {
        perNode.forEach(
                (node, count) -> {
                    if (node.present()) {
                        told.accept(node, count);
                    }
                });
    }

    /**
     * How many of these pods each value of a node label has; values that have none are absent. Kept
     * from one question to the next: O(1), or O(nodes with some) after nodes have changed.
     */
    public Map<String, Integer> countsBy(String topologyKey) {
        forgetOutdated();
        return tallies.computeIfAbsent(topologyKey, this::tally);
    }

    private Map<String, Integer> tally(String topologyKey) {
        Map<String, Integer> counts = new HashMap<>();
        forEachNode(
                (node, count) -> {
                    String value = node.label(topologyKey);
                    if (value != null) {
                        counts.merge(value, count, Integer::sum);
                    }
                });
        return counts;
    }

    private void forgetOutdated() {
        if (talliedAt != topology.version()) {
            tallies.clear();
            talliedAt = topology.version();
        }
    }

    void add(NodeView node) {
        change(node, 1);
    }

    void remove(NodeView node) {
        change(node, -1);
    }

    private void change(NodeView node, int by) {
        perNode.merge(node, by, PodGroup::sumOrNothing);
        forgetOutdated();
        if (node.present()) {
            tallies.forEach(
                    (key, counts) -> {
                        String value = node.label(key);
                        if (value != null) {
                            counts.merge(value, by, PodGroup::sumOrNothing);
                        }
                    });
        }
    }

    /** Null, which removes the entry, when none is left. */
    @SuppressWarnings("NullAway") // Map.merge takes null for "remove"
    private static Integer sumOrNothing(Integer before, Integer by) {
        int sum = before + by;
        return sum == 0 ? null : sum;
    }

    boolean isEmpty() {
        return perNode.isEmpty();
    }
}
