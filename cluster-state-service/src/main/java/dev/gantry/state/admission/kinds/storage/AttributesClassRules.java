package dev.gantry.state.admission.kinds.storage;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.Place;
import dev.gantry.state.admission.validation.Same;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** VolumeAttributesClass. Kubernetes: "Volume Attributes Classes". */
public final class AttributesClassRules extends ObjectRules {

    public AttributesClassRules(ResourceType type) {
        super(type);
    }

    @Override
    protected void check(Place object) {
        DriverRules.driverName(object.at("driverName"));
        StorageClassRules.parameters(object.at("parameters"), true);
    }

    @Override
    protected void checkChange(Place object, ObjectNode stored) {
        for (String field : List.of("driverName", "parameters")) {
            if (!Same.value(object.at(field).node(), stored.path(field))) {
                object.at(field).forbidden("updates to " + field + " are forbidden.");
            }
        }
    }
}
