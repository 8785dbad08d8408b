package dev.gantry.api.selector;

import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether a node is one that a node selector means: terms are alternatives, the requirements of one
 * all have to hold. Kubernetes: "Assigning Pods to Nodes". Allocates nothing but the streams.
 */
public final class NodeSelection {

    private static final String NAME = "metadata.name";

    private NodeSelection() {}

    /**
     * Whether any term holds.
     *
     * @param label a label's value by its key, null when the node has none
     */
    public static boolean matches(
            List<NodeSelectorTerm> terms, String node, Function<String, @Nullable String> label) {
        return terms.stream().anyMatch(term -> matches(term, node, label));
    }

    /** A term without any requirement matches nothing. */
    public static boolean matches(
            NodeSelectorTerm term, String node, Function<String, @Nullable String> label) {
        List<NodeSelectorRequirement> expressions = all(term.getMatchExpressions());
        List<NodeSelectorRequirement> fields = all(term.getMatchFields());
        boolean empty = expressions.isEmpty() && fields.isEmpty();
        return !empty
                && expressions.stream().allMatch(r -> holds(r, label.apply(r.getKey())))
                && fields.stream().allMatch(r -> holds(r, NAME.equals(r.getKey()) ? node : null));
    }

    private static List<NodeSelectorRequirement> all(@Nullable List<NodeSelectorRequirement> some) {
        return Objects.requireNonNullElse(some, List.of());
    }

    private static boolean holds(NodeSelectorRequirement one, @Nullable String value) {
        List<String> values = Objects.requireNonNullElse(one.getValues(), List.of());
        return switch (one.getOperator()) {
            case "In" -> value != null && values.contains(value);
            case "NotIn" -> value == null || !values.contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            case "Gt" -> value != null && compare(value, values) > 0;
            case "Lt" -> value != null && compare(value, values) < 0;
            default -> false;
        };
    }

    /** 0 for what cannot be compared: neither greater nor less. */
    private static int compare(String value, List<String> bounds) {
        try {
            return bounds.size() == 1
                    ? Long.compare(Long.parseLong(value), Long.parseLong(bounds.get(0)))
                    : 0;
        } catch (NumberFormatException notANumber) {
            return 0;
        }
    }
}
