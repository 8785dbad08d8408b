package dev.gantry.state.admission.kinds.pod;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.Place;
import tools.jackson.databind.node.ObjectNode;

/** PodTemplate. */
public final class PodTemplateRules extends ObjectRules {

    private final TemplateRules templates;

    public PodTemplateRules(ResourceType type, TemplateRules templates) {
        super(type);
        this.templates = templates;
    }

    @Override
    public void defaults(ObjectNode object) {
        PodDefaults.template(object);
    }

    @Override
    protected void check(Place object) {
        templates.check(object.at("template"));
    }
}
