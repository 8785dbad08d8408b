package dev.gantry.state.admission.kinds.workload;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.Place;
import tools.jackson.databind.node.ObjectNode;

/**
 * ControllerRevision: a snapshot that never changes. Kubernetes: reference of ControllerRevision.
 */
public final class ControllerRevisionRules extends ObjectRules {

    public ControllerRevisionRules(ResourceType type) {
        super(type);
    }

    @Override
    protected void check(Place object) {
        if (!object.at("data").node().isObject()) {
            object.at("data").required("data is mandatory");
        }
        object.at("revision").nonNegative();
    }

    @Override
    protected void checkChange(Place object, ObjectNode stored) {
        check(object);
        object.at("data").unchanged(stored.path("data"));
    }
}
