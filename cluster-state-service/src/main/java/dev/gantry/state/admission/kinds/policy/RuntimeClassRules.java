package dev.gantry.state.admission.kinds.policy;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.kinds.pod.ResourceRules;
import dev.gantry.state.admission.validation.MetadataRules;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** RuntimeClass. Kubernetes: "Runtime Class". */
public final class RuntimeClassRules extends ObjectRules {

    public RuntimeClassRules(ResourceType type) {
        super(type);
    }

    @Override
    protected void check(Place object) {
        object.at("handler").requireText(Names.DNS_LABEL);
        for (Map.Entry<String, Place> each : object.at("overhead").at("podFixed").entries()) {
            Place named = each.getValue().named("overhead.limits[" + each.getKey() + "]");
            ResourceRules.name(each.getKey(), named);
            ResourceRules.quantity(each.getKey(), named);
        }
        MetadataRules.labels(object.at("scheduling").at("nodeSelector"));
    }

    @Override
    protected void checkChange(Place object, ObjectNode stored) {
        object.at("handler").unchanged(stored.path("handler"));
    }
}
