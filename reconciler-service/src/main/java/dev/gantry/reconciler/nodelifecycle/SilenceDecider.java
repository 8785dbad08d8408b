package dev.gantry.reconciler.nodelifecycle;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** What a node's conditions become when it is silent. Pure. */
final class SilenceDecider {

    private static final List<String> TYPES =
            List.of("Ready", "MemoryPressure", "DiskPressure", "PIDPressure");

    private SilenceDecider() {}

    /** A node that has never said anything is given longer. */
    static boolean isSilent(Node node, Duration silence, NodeLifecycleSettings settings) {
        boolean neverHeard = NodeFacts.condition(node, "Ready").isEmpty();
        return silence.compareTo(
                        neverHeard ? settings.startupGracePeriod() : settings.gracePeriod())
                > 0;
    }

    /** All conditions of the node; equal to what they are when nothing changes. */
    static List<NodeCondition> unknown(Node node, Instant now) {
        List<NodeCondition> all =
                new ArrayList<>(
                        node.getStatus() == null ? List.of() : node.getStatus().getConditions());
        String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
        for (String type : TYPES) {
            NodeCondition before = NodeFacts.condition(node, type).orElse(null);
            if (before == null) {
                all.add(never(node, type, time));
            } else if (!before.getStatus().equals("Unknown")) {
                all.replaceAll(c -> c.getType().equals(type) ? stopped(c, time) : c);
            }
        }
        return all;
    }

    private static NodeCondition never(Node node, String type, String time) {
        return new NodeConditionBuilder()
                .withType(type)
                .withStatus("Unknown")
                .withReason("NodeStatusNeverUpdated")
                .withMessage("Kubelet never posted node status.")
                .withLastHeartbeatTime(node.getMetadata().getCreationTimestamp())
                .withLastTransitionTime(time)
                .build();
    }

    private static NodeCondition stopped(NodeCondition before, String time) {
        return new NodeConditionBuilder(before)
                .withStatus("Unknown")
                .withReason("NodeStatusUnknown")
                .withMessage("Kubelet stopped posting node status.")
                .withLastTransitionTime(time)
                .build();
    }
}
