package dev.gantry.state.admission.kinds.core;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.admission.kinds.ObjectRules;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** ServiceAccount. Kubernetes: "Service Accounts". */
public final class ServiceAccountRules extends ObjectRules {

    public ServiceAccountRules(ResourceType type) {
        super(type);
    }

    @Override
    protected boolean judgesAsNew() {
        return true;
    }

    @Override
    public void prepareForCreate(ObjectNode object) {
        onlyNames(object);
    }

    @Override
    public void prepareForUpdate(ObjectNode object, ObjectNode stored) {
        onlyNames(object);
    }

    /** References to secrets hold a name and nothing else. */
    private static void onlyNames(ObjectNode object) {
        for (JsonNode secret : object.path("secrets")) {
            if (secret instanceof ObjectNode reference) {
                reference.retain(List.of("name"));
            }
        }
    }
}
