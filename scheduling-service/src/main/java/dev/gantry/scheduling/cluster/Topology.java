package dev.gantry.scheduling.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The domains that node labels make. What is counted by them is outdated when they change. */
final class Topology {

    private final List<NodeView> nodes;
    private final Map<String, Map<String, Integer>> domains = new HashMap<>();
    private int version;

    /**
     * @param nodes a view of those that exist
     */
    Topology(List<NodeView> nodes) {
        this.nodes = nodes;
    }

    /** Nodes came or went, or their labels changed. */
    void changed() {
        version++;
        domains.clear();
    }

    int version() {
        return version;
    }

    /** How many nodes have each value of a label. O(1), or O(nodes) after they have changed. */
    Map<String, Integer> domains(String topologyKey) {
        return domains.computeIfAbsent(topologyKey, this::count);
    }

    private Map<String, Integer> count(String topologyKey) {
        Map<String, Integer> counts = new HashMap<>();
        for (NodeView node : nodes) {
            String value = node.label(topologyKey);
            if (value != null) {
                counts.merge(value, 1, Integer::sum);
            }
        }
        return counts;
    }
}
