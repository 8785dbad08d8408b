package dev.gantry.state.admission.kinds.device;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.admission.expression.Expressions;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.Place;

/** DeviceClass. Kubernetes: "Dynamic Resource Allocation". */
public final class DeviceClassRules extends ObjectRules {

    private static final int MOST_CONFIGS = 32;

    private final Expressions expressions;

    public DeviceClassRules(ResourceType type, Expressions expressions) {
        super(type);
        this.expressions = expressions;
    }

    @Override
    protected void check(Place object) {
        Place spec = object.at("spec");
        DeviceSelectors.check(spec.at("selectors"), expressions);
        Place config = spec.at("config");
        if (config.node().size() > MOST_CONFIGS) {
            config.tooMany(MOST_CONFIGS);
        }
        config.items().forEach(DeviceConfig::check);
    }
}
