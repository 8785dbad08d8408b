package dev.gantry.state.admission.kinds.policy;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.Place;
import dev.gantry.state.admission.validation.Same;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** PriorityClass. Kubernetes: "Pod Priority and Preemption". */
public final class PriorityClassRules extends ObjectRules {

    private static final long HIGHEST_OF_USERS = 1_000_000_000;
    private static final String SYSTEM = "system-";
    private static final Map<String, Long> SYSTEM_CLASSES =
            Map.of(
                    "system-cluster-critical",
                    2_000_000_000L,
                    "system-node-critical",
                    2_000_001_000L);

    public PriorityClassRules(ResourceType type) {
        super(type);
    }

    @Override
    public void defaults(ObjectNode object) {
        absent(object, "preemptionPolicy", "PreemptLowerPriority");
    }

    @Override
    protected void check(Place object) {
        Place name = object.at("metadata").at("name");
        Place value = object.at("value");
        if (name.text().startsWith(SYSTEM)) {
            Long known = SYSTEM_CLASSES.get(name.text());
            if (known == null || known != value.number()) {
                name.forbidden(
                        "priority class names with 'system-' prefix are reserved for system use"
                                + " only. error: "
                                + name.text()
                                + " is not a known system priority class");
            }
        } else if (value.number() > HIGHEST_OF_USERS) {
            value.forbidden(
                    "maximum allowed value of a user defined priority is " + HIGHEST_OF_USERS);
        }
        object.at("preemptionPolicy").oneOf(Set.of("Never", "PreemptLowerPriority"));
    }

    @Override
    protected void checkChange(Place object, ObjectNode stored) {
        if (!Same.value(object.at("value").node(), stored.path("value"))) {
            object.at("value").forbidden("may not be changed in an update.");
        }
        object.at("preemptionPolicy").unchanged(stored.path("preemptionPolicy"));
    }
}
