package dev.gantry.state.admission.kinds.storage;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import dev.gantry.state.admission.validation.Same;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** CSINode. Kubernetes: reference of CSINode. */
public final class DriverNodeRules extends ObjectRules {

    private static final int LONGEST_NODE_ID = 256;

    public DriverNodeRules(ResourceType type) {
        super(type);
    }

    @Override
    protected void check(Place object) {
        Place drivers = object.at("spec").at("drivers");
        drivers.noDuplicates("name");
        for (Place driver : drivers.items()) {
            DriverRules.driverName(driver.at("name"));
            Place id = driver.at("nodeID");
            if (id.requireText() && id.text().length() > LONGEST_NODE_ID) {
                id.tooLong(LONGEST_NODE_ID);
            }
            driver.at("allocatable").at("count").nonNegative();
            for (Place key : driver.at("topologyKeys").items()) {
                Place named = key.named(driver.path());
                if (key.text().isEmpty()) {
                    named.required("");
                }
                named.check(Names.QUALIFIED_NAME);
            }
        }
    }

    @Override
    protected void checkChange(Place object, ObjectNode stored) {
        check(object);
        for (Place driver : object.at("spec").at("drivers").items()) {
            for (JsonNode before : stored.path("spec").path("drivers")) {
                boolean sameName =
                        before.path("name").asString("").equals(driver.at("name").text());
                if (sameName && !Same.value(driver.node(), before)) {
                    driver.named("CSINodeDriver").invalid("field is immutable");
                }
            }
        }
    }
}
