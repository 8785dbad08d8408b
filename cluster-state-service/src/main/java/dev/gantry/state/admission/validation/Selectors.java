package dev.gantry.state.admission.validation;

import java.util.Set;

/** Rules of label selectors as documents hold them. Kubernetes: "Labels and Selectors". */
public final class Selectors {

    private static final Set<String> WITH_VALUES = Set.of("In", "NotIn");
    private static final Set<String> WITHOUT_VALUES = Set.of("Exists", "DoesNotExist");

    private Selectors() {}

    /** A {@code LabelSelector}; absent is right. */
    public static void check(Place selector) {
        labels(selector.at("matchLabels"));
        for (Place term : selector.at("matchExpressions").items()) {
            term(term);
        }
    }

    private static void labels(Place labels) {
        MetadataRules.labels(labels);
    }

    private static void term(Place term) {
        String operator = term.at("operator").text();
        Place values = term.at("values");
        if (WITH_VALUES.contains(operator)) {
            if (values.empty()) {
                values.required("must be specified when `operator` is 'In' or 'NotIn'");
            }
        } else if (WITHOUT_VALUES.contains(operator)) {
            if (!values.empty()) {
                values.forbidden(
                        "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
            }
        } else {
            term.at("operator").invalid("not a valid selector operator");
        }
        term.at("key").check(Names.QUALIFIED_NAME);
        values.items().forEach(v -> v.check(Names.LABEL_VALUE));
    }

    /** Whether every term could be evaluated. */
    public static boolean sound(Place selector) {
        for (Place term : selector.at("matchExpressions").items()) {
            String operator = term.at("operator").text();
            boolean values = !term.at("values").empty();
            if (!(values ? WITH_VALUES : WITHOUT_VALUES).contains(operator)) {
                return false;
            }
        }
        return true;
    }
}
