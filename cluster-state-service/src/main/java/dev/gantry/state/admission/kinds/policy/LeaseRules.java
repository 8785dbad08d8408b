package dev.gantry.state.admission.kinds.policy;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.Place;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Lease. Kubernetes: "Leases". */
public final class LeaseRules extends ObjectRules {

    /** Fields of a feature that is off by default. */
    private static final List<String> OFF = List.of("strategy", "preferredHolder");

    public LeaseRules(ResourceType type) {
        super(type);
    }

    @Override
    public void prepareForCreate(ObjectNode object) {
        spec(object).remove(OFF);
    }

    @Override
    public void prepareForUpdate(ObjectNode object, ObjectNode stored) {
        spec(object).remove(OFF);
    }

    @Override
    protected void check(Place object) {
        Place duration = object.at("spec").at("leaseDurationSeconds");
        if (duration.present() && duration.number() <= 0) {
            duration.invalid("must be greater than 0");
        }
        object.at("spec").at("leaseTransitions").nonNegative();
    }
}
