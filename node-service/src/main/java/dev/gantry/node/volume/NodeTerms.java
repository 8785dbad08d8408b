package dev.gantry.node.volume;

import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether a node is one of those that a PersistentVolume can be reached from. Pure. Terms are
 * alternatives, the requirements of one all have to hold; a term without any matches nothing.
 */
final class NodeTerms {

    private static final String NAME = "metadata.name";

    private NodeTerms() {}

    static boolean match(List<NodeSelectorTerm> terms, String node, Map<String, String> labels) {
        return terms.stream().anyMatch(term -> matches(term, node, labels));
    }

    private static boolean matches(NodeSelectorTerm term, String node, Map<String, String> labels) {
        List<NodeSelectorRequirement> expressions = all(term.getMatchExpressions());
        List<NodeSelectorRequirement> fields = all(term.getMatchFields());
        boolean empty = expressions.isEmpty() && fields.isEmpty();
        return !empty
                && expressions.stream().allMatch(r -> holds(r, labels.get(r.getKey())))
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
            case "Gt" -> compares(value, values, 1);
            case "Lt" -> compares(value, values, -1);
            default -> false;
        };
    }

    private static boolean compares(@Nullable String value, List<String> bounds, int sign) {
        try {
            return value != null
                    && bounds.size() == 1
                    && Long.signum(
                                    Long.compare(
                                            Long.parseLong(value), Long.parseLong(bounds.get(0))))
                            == sign;
        } catch (NumberFormatException notANumber) {
            return false;
        }
    }
}
