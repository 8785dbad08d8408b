package dev.gantry.scheduling.decision;

import dev.gantry.scheduling.framework.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was decided for a pod. */
public sealed interface Placement {

    /**
     * It goes to a node.
     *
     * @param looked nodes that were asked
     * @param fitting nodes that said yes
     */
    record Chosen(String node, int looked, int fitting) implements Placement {}

    /**
     * It fits nowhere.
     *
     * @param rejections what each node said, by node name
     * @param plugins names of the plugins that rejected some node
     */
    record Nowhere(int nodes, Map<String, Verdict.Rejected> rejections, Set<String> plugins)
            implements Placement {

        /**
         * In Kubernetes' form: {@code 0/3 nodes are available: 1 node(s) had untolerated taint(s),
         * 2 Insufficient cpu. preemption: ...}.
         *
         * @param preemption what came of looking for victims, null when it was not tried
         */
        public String message(@Nullable String preemption) {
            if (nodes == 0) {
                return "no nodes available to schedule pods";
            }
            Map<String, Integer> counts = new TreeMap<>();
            rejections
                    .values()
                    .forEach(r -> r.reasons().forEach(why -> counts.merge(why, 1, Integer::sum)));
            List<String> reasons =
                    counts.entrySet().stream()
                            .map(e -> e.getValue() + " " + e.getKey())
                            .sorted()
                            .toList();
            String message = "0/%d nodes are available".formatted(nodes);
            message += reasons.isEmpty() ? "." : ": " + String.join(", ", reasons) + ".";
            return preemption == null ? message : message + " preemption: " + preemption;
        }
    }
}
