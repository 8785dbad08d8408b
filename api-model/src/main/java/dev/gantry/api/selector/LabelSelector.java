package dev.gantry.api.selector;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A conjunction of requirements on labels. Immutable; the empty selector matches everything. */
public record LabelSelector(List<Requirement> requirements) {

    public static final LabelSelector EVERYTHING = new LabelSelector(List.of());

    /** A selector that no labels satisfy, as an absent selector is read in most kinds. */
    public static final LabelSelector NOTHING =
            new LabelSelector(List.of(new Requirement("", Operator.NOTHING, Set.of())));

    public LabelSelector {
        requirements = List.copyOf(requirements);
    }

    /** How a label's value is compared. */
    public enum Operator {
        IN,
        NOT_IN,
        EXISTS,
        DOES_NOT_EXIST,
        GREATER,
        LESS,
        NOTHING
    }

    /** One term; {@code values} is empty for the operators without operands. */
    public record Requirement(String key, Operator operator, Set<String> values) {

        boolean matches(Map<String, String> labels) {
            String value = labels.get(key);
            return switch (operator) {
                case IN -> value != null && values.contains(value);
                case NOT_IN -> value == null || !values.contains(value);
                case EXISTS -> value != null;
                case DOES_NOT_EXIST -> value == null;
                case GREATER -> value != null && compare(value) > 0;
                case LESS -> value != null && compare(value) < 0;
                case NOTHING -> false;
            };
        }

        private int compare(String value) {
            try {
                return Long.compare(
                        Long.parseLong(value), Long.parseLong(values.iterator().next()));
            } catch (NumberFormatException notNumeric) {
                return 0;
            }
        }
    }

    public boolean matches(@Nullable Map<String, String> labels) {
        Map<String, String> seen = labels == null ? Map.of() : labels;
        for (Requirement requirement : requirements) {
            if (!requirement.matches(seen)) {
                return false;
            }
        }
        return true;
    }

    public boolean isEverything() {
        return requirements.isEmpty();
    }

    /**
     * Parses the query form: {@code a=b,c!=d,e in (f,g),!h,i}.
     *
     * @throws IllegalArgumentException naming what was found where
     */
    public static LabelSelector parse(String text) {
        return new LabelSelector(new LabelSelectorParser(text).parse());
    }

    /** Reads {@code {matchLabels, matchExpressions}}; an absent node selects nothing. */
    public static LabelSelector of(@Nullable JsonNode selector) {
        if (selector == null || !selector.isObject()) {
            return NOTHING;
        }
        List<Requirement> all = new ArrayList<>();
        selector.path("matchLabels")
                .properties()
                .forEach(e -> all.add(equal(e.getKey(), e.getValue().asString())));
        for (JsonNode expression : selector.path("matchExpressions")) {
            Set<String> values = new LinkedHashSet<>();
            expression.path("values").forEach(v -> values.add(v.asString()));
            all.add(
                    new Requirement(
                            expression.path("key").asString(""),
                            operator(expression.path("operator").asString("")),
                            values));
        }
        return new LabelSelector(all);
    }

    /** Reads a plain map, as Services and ReplicationControllers have it. */
    public static LabelSelector ofMap(@Nullable Map<String, String> labels) {
        if (labels == null || labels.isEmpty()) {
            return NOTHING;
        }
        return new LabelSelector(
                labels.entrySet().stream().map(e -> equal(e.getKey(), e.getValue())).toList());
    }

    /** Reads the typed view that workloads carry. */
    public static LabelSelector of(io.fabric8.kubernetes.api.model.@Nullable LabelSelector typed) {
        if (typed == null) {
            return NOTHING;
        }
        List<Requirement> all = new ArrayList<>();
        if (typed.getMatchLabels() != null) {
            typed.getMatchLabels().forEach((key, value) -> all.add(equal(key, value)));
        }
        if (typed.getMatchExpressions() != null) {
            typed.getMatchExpressions()
                    .forEach(
                            e ->
                                    all.add(
                                            new Requirement(
                                                    e.getKey(),
                                                    operator(e.getOperator()),
                                                    e.getValues() == null
                                                            ? Set.of()
                                                            : new LinkedHashSet<>(e.getValues()))));
        }
        return new LabelSelector(all);
    }

    private static Requirement equal(String key, String value) {
        return new Requirement(key, Operator.IN, Set.of(value));
    }

    private static Operator operator(String word) {
        return switch (word) {
            case "In" -> Operator.IN;
            case "NotIn" -> Operator.NOT_IN;
            case "Exists" -> Operator.EXISTS;
            case "DoesNotExist" -> Operator.DOES_NOT_EXIST;
            case "Gt" -> Operator.GREATER;
            case "Lt" -> Operator.LESS;
            default -> Operator.NOTHING;
        };
    }
}
