package dev.gantry.state.admission.kinds.device;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.admission.expression.Expressions;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.Place;
import tools.jackson.databind.node.ObjectNode;

/** ResourceClaim. Kubernetes: "Dynamic Resource Allocation". */
public final class ResourceClaimRules extends ObjectRules {

    private static final int MOST_CONSUMERS = 256;

    private final ClaimSpec specs;

    public ResourceClaimRules(ResourceType type, Expressions expressions) {
        super(type);
        this.specs = new ClaimSpec(expressions);
    }

    @Override
    public void defaults(ObjectNode object) {
        ClaimSpec.defaults(object.path("spec"));
    }

    @Override
    protected void check(Place object) {
        specs.check(object.at("spec"));
    }

    @Override
    protected void checkChange(Place object, ObjectNode stored) {
        object.at("spec").unchanged(stored.path("spec"));
        specs.check(object.at("spec"));
    }

    @Override
    protected void checkStatus(Place object, ObjectNode stored) {
        Place status = object.at("status");
        Place reserved = status.at("reservedFor");
        if (reserved.node().size() > MOST_CONSUMERS) {
            reserved.tooMany(MOST_CONSUMERS);
        }
        if (!reserved.empty() && !status.at("allocation").present()) {
            reserved.forbidden("may not be specified when `allocated` is not set");
        }
        for (Place consumer : reserved.items()) {
            consumer.at("resource").requireText();
            consumer.at("name").requireText();
            consumer.at("uid").requireText();
        }
        if (stored.path("status").path("allocation").isObject()
                && status.at("allocation").present()) {
            status.at("allocation").unchanged(stored.path("status").path("allocation"));
        }
    }
}
