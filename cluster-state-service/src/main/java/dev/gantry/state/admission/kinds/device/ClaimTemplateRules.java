package dev.gantry.state.admission.kinds.device;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.admission.expression.Expressions;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.MetadataRules;
import dev.gantry.state.admission.validation.Place;
import tools.jackson.databind.node.ObjectNode;

/** ResourceClaimTemplate. Kubernetes: "Dynamic Resource Allocation". */
public final class ClaimTemplateRules extends ObjectRules {

    private final ClaimSpec specs;

    public ClaimTemplateRules(ResourceType type, Expressions expressions) {
        super(type);
        this.specs = new ClaimSpec(expressions);
    }

    @Override
    public void defaults(ObjectNode object) {
        ClaimSpec.defaults(object.path("spec").path("spec"));
    }

    @Override
    protected void check(Place object) {
        Place spec = object.at("spec");
        MetadataRules.labels(spec.at("metadata").at("labels"));
        MetadataRules.annotations(spec.at("metadata").at("annotations"));
        specs.check(spec.at("spec"));
    }

    @Override
    protected void checkChange(Place object, ObjectNode stored) {
        object.at("spec").unchanged(stored.path("spec"));
    }
}
