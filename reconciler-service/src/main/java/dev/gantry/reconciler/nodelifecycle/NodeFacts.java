package dev.gantry.reconciler.nodelifecycle;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Facts about a node. Pure. */
final class NodeFacts {

    private NodeFacts() {}

    static Optional<NodeCondition> condition(Node node, String type) {
        if (node.getStatus() == null) {
            return Optional.empty();
        }
        return node.getStatus().getConditions().stream()
                .filter(c -> c.getType().equals(type))
                .findFirst();
    }

    /** True, False or Unknown. */
    static String status(Node node, String type) {
        return condition(node, type).map(NodeCondition::getStatus).orElse("Unknown");
    }

    static boolean isReady(Node node) {
        return status(node, "Ready").equals("True");
    }

    /** Region and zone; nodes without either are together in one zone. */
    static String zone(Node node) {
        Map<String, String> labels = node.getMetadata().getLabels();
        if (labels == null) {
            return "";
        }
        return labels.getOrDefault("topology.kubernetes.io/region", "")
                + ":"
                + labels.getOrDefault("topology.kubernetes.io/zone", "");
    }

    static boolean isFullyDisrupted(List<Node> nodes) {
        return !nodes.isEmpty() && nodes.stream().noneMatch(NodeFacts::isReady);
    }
}
