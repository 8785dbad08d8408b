package dev.gantry.state.admission.kinds.pod;

import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import dev.gantry.state.admission.validation.Selectors;
import java.util.List;
import java.util.Set;

/**
 * Where a pod may and should run. Kubernetes: "Assigning Pods to Nodes", "Taints and Tolerations",
 * "Pod Topology Spread Constraints". Pure.
 */
public final class AffinityRules {

    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";
    private static final Set<String> EFFECTS =
            Set.of("NoSchedule", "PreferNoSchedule", "NoExecute");
    private static final Set<String> UNSATISFIABLE = Set.of("DoNotSchedule", "ScheduleAnyway");

    private AffinityRules() {}

    static void check(Place affinity) {
        Place node = affinity.at("nodeAffinity");
        if (node.at(REQUIRED).present()) {
            nodeSelector(node.at(REQUIRED));
        }
        for (Place term : node.at(PREFERRED).items()) {
            weight(term.at("weight"));
            nodeTerm(term.at("preference"));
        }
        for (String pods : List.of("podAffinity", "podAntiAffinity")) {
            affinity.at(pods).at(REQUIRED).items().forEach(AffinityRules::podTerm);
            for (Place term : affinity.at(pods).at(PREFERRED).items()) {
                weight(term.at("weight"));
                podTerm(term.at("podAffinityTerm"));
            }
        }
    }

    private static void weight(Place weight) {
        if (weight.number() <= 0 || weight.number() > 100) {
            weight.invalid("must be in the range 1-100");
        }
    }

    /** A selector of nodes: at least one term. */
    public static void nodeSelector(Place selector) {
        Place terms = selector.at("nodeSelectorTerms");
        if (terms.empty()) {
            terms.required("must have at least one node selector term");
        }
        terms.items().forEach(AffinityRules::nodeTerm);
    }

    private static void nodeTerm(Place term) {
        term.at("matchExpressions").items().forEach(AffinityRules::nodeExpression);
        term.at("matchFields").items().forEach(AffinityRules::nodeField);
    }

    private static void nodeExpression(Place expression) {
        Place values = expression.at("values");
        switch (expression.at("operator").text()) {
            case "In", "NotIn" -> {
                if (values.empty()) {
                    values.required("must be specified when `operator` is 'In' or 'NotIn'");
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (!values.empty()) {
                    values.forbidden(
                            "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                }
            }
            case "Gt", "Lt" -> {
                if (values.node().size() != 1) {
                    values.required(
                            "must be specified single value when `operator` is 'Lt' or 'Gt'");
                }
            }
            default -> expression.at("operator").invalid("not a valid selector operator");
        }
        expression.at("key").check(Names.QUALIFIED_NAME);
    }

    private static void nodeField(Place expression) {
        String operator = expression.at("operator").text();
        Place values = expression.at("values");
        if (!operator.equals("In") && !operator.equals("NotIn")) {
            expression.at("operator").invalid("not a valid selector operator");
        } else if (values.node().size() != 1) {
            values.required(
                    "must be only one value when `operator` is 'In' or 'NotIn' for node field"
                            + " selector");
        }
        if (!expression.at("key").text().equals("metadata.name")) {
            expression.at("key").invalid("not a valid field selector key");
        } else {
            values.items().forEach(v -> v.check(Names.DNS_SUBDOMAIN));
        }
    }

    private static void podTerm(Place term) {
        Selectors.check(term.at("labelSelector"));
        Selectors.check(term.at("namespaceSelector"));
        for (Place namespace : term.at("namespaces").items()) {
            namespace.named(term.path() + ".namespace").check(Names.DNS_LABEL);
        }
        if (term.at("topologyKey").empty()) {
            term.at("topologyKey").required("can not be empty");
        }
        term.at("topologyKey").check(Names.QUALIFIED_NAME);
        labelKeys(term, "matchLabelKeys");
        labelKeys(term, "mismatchLabelKeys");
    }

    private static void labelKeys(Place owner, String field) {
        Place keys = owner.at(field);
        if (!keys.empty() && !owner.at("labelSelector").present()) {
            keys.forbidden("must not be specified when labelSelector is not set");
        }
        for (Place key : keys.items()) {
            key.check(Names.QUALIFIED_NAME);
            boolean selected =
                    owner.at("labelSelector").at("matchExpressions").items().stream()
                            .anyMatch(e -> e.at("key").text().equals(key.text()));
            boolean labelled = owner.at("labelSelector").at("matchLabels").node().has(key.text());
            if (labelled || selected && field.equals("mismatchLabelKeys")) {
                key.invalid("exists in both " + field + " and labelSelector");
            }
        }
    }

    static void tolerations(Place tolerations) {
        for (Place each : tolerations.items()) {
            Place key = each.at("key");
            Place operator = each.at("operator");
            if (!key.empty()) {
                key.check(Names.QUALIFIED_NAME);
            } else if (!operator.text().equals("Exists")) {
                operator.invalid(
                        "operator must be Exists when `key` is empty, which means \"match all values"
                                + " and all keys\"");
            }
            if (each.at("tolerationSeconds").present()
                    && !each.at("effect").text().equals("NoExecute")) {
                each.at("effect")
                        .invalid("effect must be 'NoExecute' when `tolerationSeconds` is set");
            }
            tolerated(operator, each.at("value"));
            each.at("effect").oneOf(EFFECTS);
        }
    }

    private static void tolerated(Place operator, Place value) {
        switch (operator.text()) {
            case "", "Equal" -> operator.holding(value.node()).check(Names.LABEL_VALUE);
            case "Exists" -> {
                if (!value.empty()) {
                    operator.holding(value.node())
                            .invalid("value must be empty when `operator` is 'Exists'");
                }
            }
            default -> operator.unsupported(Set.of("Equal", "Exists"));
        }
    }

    static void spread(Place constraints) {
        List<Place> all = constraints.items();
        for (int i = 0; i < all.size(); i++) {
            Place each = all.get(i);
            if (each.at("maxSkew").number() <= 0) {
                each.at("maxSkew").invalid("must be greater than zero");
            }
            if (each.at("topologyKey").empty()) {
                each.at("topologyKey").required("can not be empty");
            }
            if (!UNSATISFIABLE.contains(each.at("whenUnsatisfiable").text())) {
                each.at("whenUnsatisfiable").unsupported(UNSATISFIABLE);
            }
            repeated(each, all.subList(i + 1, all.size()));
            minDomains(each.at("minDomains"), each.at("whenUnsatisfiable").text());
            each.at("nodeAffinityPolicy").oneOf(Set.of("Honor", "Ignore"));
            each.at("nodeTaintsPolicy").oneOf(Set.of("Honor", "Ignore"));
            labelKeys(each, "matchLabelKeys");
            Selectors.check(each.at("labelSelector"));
        }
    }

    private static void repeated(Place constraint, List<Place> later) {
        String pair = pair(constraint);
        if (later.stream().anyMatch(other -> pair(other).equals(pair))) {
            constraint
                    .absent("{topologyKey, whenUnsatisfiable}")
                    .saying("{" + pair + "}")
                    .duplicate();
        }
    }

    private static String pair(Place constraint) {
        return constraint.at("topologyKey").text()
                + ", "
                + constraint.at("whenUnsatisfiable").text();
    }

    private static void minDomains(Place domains, String whenUnsatisfiable) {
        if (!domains.present()) {
            return;
        }
        if (domains.number() <= 0) {
            domains.invalid("must be greater than zero");
        }
        if (!whenUnsatisfiable.equals("DoNotSchedule")) {
            domains.invalid(
                    "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not "
                            + whenUnsatisfiable);
        }
    }
}
