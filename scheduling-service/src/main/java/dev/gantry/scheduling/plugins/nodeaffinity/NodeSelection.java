package dev.gantry.scheduling.plugins.nodeaffinity;

import dev.gantry.scheduling.cluster.NodeView;
import io.fabric8.kubernetes.api.model.NodeSelector;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a node satisfies a node selector: any of its terms, each a conjunction. */
public final class NodeSelection {

    private NodeSelection() {}

    public static boolean matches(NodeSelector selector, NodeView node) {
        return selector.getNodeSelectorTerms().stream().anyMatch(t -> matches(t, node));
    }

    /** A term without any requirement matches nothing. */
    static boolean matches(NodeSelectorTerm term, NodeView node) {
        if (term.getMatchExpressions().isEmpty() && term.getMatchFields().isEmpty()) {
            return false;
        }
        return term.getMatchExpressions().stream().allMatch(r -> holds(r, node.label(r.getKey())))
                && term.getMatchFields().stream().allMatch(r -> holds(r, field(r.getKey(), node)));
    }

    private static @Nullable String field(String key, NodeView node) {
        return key.equals("metadata.name") ? node.name() : null;
    }

    private static boolean holds(NodeSelectorRequirement requirement, @Nullable String value) {
        List<String> values = requirement.getValues();
        return switch (requirement.getOperator()) {
            case "In" -> value != null && values.contains(value);
            case "NotIn" -> value == null || !values.contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            case "Gt" -> value != null && compare(value, values) > 0;
            case "Lt" -> value != null && compare(value, values) < 0;
            default -> false;
        };
    }

    private static int compare(String value, List<String> values) {
        try {
            return Long.compare(Long.parseLong(value), Long.parseLong(values.get(0)));
        } catch (NumberFormatException | IndexOutOfBoundsException notNumeric) {
            return 0;
        }
    }
}
