package dev.gantry.scheduling.plugins.interpodaffinity;

import dev.gantry.scheduling.cluster.NodeView;
import dev.gantry.scheduling.cluster.PodGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of a node label under which certain pods are. Refers to the groups' own counts, and to
 * a copy once there are many groups, so that a node is asked a few times at most.
 */
final class Domains {

    private static final int FEW = 4;

    private final String key;
    private final List<Map<String, Integer>> parts = new ArrayList<>(FEW);
    private boolean merged;

    Domains(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }

    void add(PodGroup group) {
        Map<String, Integer> more = group.countsBy(key);
        if (more.isEmpty()) {
            return;
        }
        if (parts.size() < FEW) {
            parts.add(more);
        } else {
            whole().putAll(more);
        }
    }

    private Map<String, Integer> whole() {
        if (!merged) {
            Map<String, Integer> all = new HashMap<>();
            parts.forEach(all::putAll);
            parts.set(0, all);
            parts.subList(1, FEW).replaceAll(part -> Map.of());
            merged = true;
        }
        return parts.get(0);
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    /** Whether one of the pods shares the node's value. */
    boolean hold(NodeView node) {
        String value = node.label(key);
        if (value == null) {
            return false;
        }
        for (Map<String, Integer> part : parts) {
            if (part.containsKey(value)) {
                return true;
            }
        }
        return false;
    }
}
