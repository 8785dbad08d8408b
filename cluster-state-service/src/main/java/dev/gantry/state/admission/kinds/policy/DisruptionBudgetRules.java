package dev.gantry.state.admission.kinds.policy;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.NameRule;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Percents;
import dev.gantry.state.admission.validation.Place;
import dev.gantry.state.admission.validation.Selectors;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** PodDisruptionBudget. Kubernetes: "Disruptions". */
public final class DisruptionBudgetRules extends ObjectRules {

    public DisruptionBudgetRules(ResourceType type) {
        super(type);
    }

    @Override
    protected NameRule names() {
        return Names.PATH_SEGMENT;
    }

    @Override
    protected boolean tellsMetadataTwice() {
        return false;
    }

    @Override
    public void prepareForCreate(ObjectNode object) {
        super.prepareForCreate(object);
        Json.child(object, "status");
    }

    @Override
    protected void check(Place object) {
        Place spec = object.at("spec");
        Place least = spec.at("minAvailable");
        Place most = spec.at("maxUnavailable");
        if (least.present() && most.present()) {
            spec.invalid("minAvailable and maxUnavailable cannot be both set");
        }
        for (Place each : List.of(least, most)) {
            Percents.check(each);
            Percents.notBeyondWhole(each);
        }
        Selectors.check(spec.at("selector"));
        spec.at("unhealthyPodEvictionPolicy").oneOf(Set.of("AlwaysAllow", "IfHealthyBudget"));
    }

    @Override
    protected void checkStatus(Place object, ObjectNode stored) {
        Place status = object.at("status");
        for (String count :
                List.of("disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods")) {
            status.at(count).nonNegative();
        }
        Conditions.check(status.at("conditions"));
    }
}
