package dev.gantry.state.admission.kinds.policy;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** FlowSchema. Kubernetes: "API Priority and Fairness". */
public final class FlowSchemaRules extends ObjectRules {

    private static final int PRECEDENCE = 1000;
    private static final int LAST_PRECEDENCE = 10_000;
    private static final String EXEMPT = "exempt";

    public FlowSchemaRules(ResourceType type) {
        super(type);
    }

    @Override
    public void defaults(ObjectNode object) {
        if (spec(object).path("matchingPrecedence").asInt(0) == 0) {
            spec(object).put("matchingPrecedence", PRECEDENCE);
        }
    }

    @Override
    protected void check(Place object) {
        Place spec = object.at("spec");
        Place precedence = spec.at("matchingPrecedence");
        if (precedence.number() <= 0) {
            precedence.invalid("must be a positive value");
        } else if (precedence.number() > LAST_PRECEDENCE) {
            precedence.invalid("must not be greater than " + LAST_PRECEDENCE);
        } else if (precedence.number() == 1
                && !object.at("metadata").at("name").text().equals(EXEMPT)) {
            precedence.invalid("only the schema named 'exempt' may have matchingPrecedence 1");
        }
        Place method = spec.at("distinguisherMethod");
        if (method.present()) {
            method.at("type").requireOneOf(Set.of("ByNamespace", "ByUser"));
        }
        spec.at("priorityLevelConfiguration").at("name").requireText(Names.DNS_SUBDOMAIN);
        spec.at("rules").items().forEach(FlowSchemaRules::rule);
    }

    private static void rule(Place rule) {
        if (rule.at("subjects").empty()) {
            rule.at("subjects").required("subjects must contain at least one value");
        }
        if (rule.at("resourceRules").empty() && rule.at("nonResourceRules").empty()) {
            rule.required("at least one of resourceRules and nonResourceRules has to be non-empty");
        }
        rule.at("subjects").items().forEach(FlowSchemaRules::subject);
        for (Place each : rule.at("resourceRules").items()) {
            list(each.at("verbs"));
            list(each.at("apiGroups"));
            list(each.at("resources"));
            if (each.at("namespaces").empty() && !each.at("clusterScope").flag()) {
                each.at("namespaces")
                        .required(
                                "resource rules that are not cluster scoped must supply at least one namespace");
            }
        }
        for (Place each : rule.at("nonResourceRules").items()) {
            list(each.at("verbs"));
            list(each.at("nonResourceURLs"));
        }
    }

    private static void list(Place values) {
        if (values.empty()) {
            values.required("must contain at least one value");
        } else if (values.node().size() > 1 && values.texts().contains("*")) {
            values.invalid("if '*' is present, must not specify other values");
        }
    }

    private static void subject(Place subject) {
        String member =
                switch (subject.at("kind").text()) {
                    case "User" -> "user";
                    case "Group" -> "group";
                    case "ServiceAccount" -> "serviceAccount";
                    default -> "";
                };
        if (member.isEmpty()) {
            subject.at("kind").unsupported(Set.of("Group", "ServiceAccount", "User"));
            return;
        }
        if (!subject.at(member).present()) {
            subject.at(member)
                    .required(
                            member
                                    + " is required when subject kind is '"
                                    + subject.at("kind").text()
                                    + "'");
            return;
        }
        subject.at(member).at("name").requireText();
        if (member.equals("serviceAccount")) {
            subject.at(member).at("namespace").requireText();
        }
    }
}
