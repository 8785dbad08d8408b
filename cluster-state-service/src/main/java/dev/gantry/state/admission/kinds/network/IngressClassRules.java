package dev.gantry.state.admission.kinds.network;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** IngressClass. Kubernetes: "Ingress class". */
public final class IngressClassRules extends ObjectRules {

    private static final int LONGEST_CONTROLLER = 250;

    public IngressClassRules(ResourceType type) {
        super(type);
    }

    @Override
    public void defaults(ObjectNode object) {
        if (spec(object).get("parameters") instanceof ObjectNode parameters) {
            absent(parameters, "scope", "Cluster");
        }
    }

    @Override
    protected void check(Place object) {
        Place controller = object.at("spec").at("controller");
        if (controller.requireText()) {
            if (controller.text().length() > LONGEST_CONTROLLER) {
                controller.tooLong(LONGEST_CONTROLLER);
            }
            controller.check(Names.DOMAIN_PREFIXED_PATH);
        }
        Place parameters = object.at("spec").at("parameters");
        if (parameters.present()) {
            parameters(parameters);
        }
    }

    private static void parameters(Place parameters) {
        if (!parameters.at("apiGroup").empty()) {
            parameters.at("apiGroup").check(Names.DNS_SUBDOMAIN);
        }
        if (parameters.at("kind").requireText()) {
            parameters.at("kind").check(Names.PATH_SEGMENT);
        }
        if (parameters.at("name").requireText()) {
            parameters.at("name").check(Names.PATH_SEGMENT);
        }
        Place scope = parameters.at("scope");
        Place namespace = parameters.at("namespace");
        scope.requireOneOf(Set.of("Cluster", "Namespace"));
        if (scope.text().equals("Namespace")) {
            namespace.requireText(Names.DNS_LABEL);
        } else if (scope.text().equals("Cluster") && namespace.present()) {
            namespace.forbidden("parameters.scope is set to 'Cluster'");
        }
    }

    @Override
    protected void checkChange(Place object, ObjectNode stored) {
        object.at("spec").at("controller").unchanged(stored.path("spec").path("controller"));
        Place parameters = object.at("spec").at("parameters");
        if (parameters.present()) {
            parameters(parameters);
        }
    }
}
