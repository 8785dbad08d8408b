package dev.gantry.state.admission.kinds.storage;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import dev.gantry.state.admission.validation.Quantities;
import dev.gantry.state.admission.validation.Selectors;
import tools.jackson.databind.node.ObjectNode;

/** CSIStorageCapacity. Kubernetes: "Storage Capacity". */
public final class StorageCapacityRules extends ObjectRules {

    public StorageCapacityRules(ResourceType type) {
        super(type);
    }

    @Override
    protected void check(Place object) {
        Selectors.check(object.at("nodeTopology"));
        object.at("storageClassName").check(Names.DNS_SUBDOMAIN);
        Quantities.nonNegative(object.at("capacity"));
        Quantities.nonNegative(object.at("maximumVolumeSize"));
    }

    @Override
    protected void checkChange(Place object, ObjectNode stored) {
        check(object);
        object.at("nodeTopology").unchanged(stored.path("nodeTopology"));
        object.at("storageClassName").unchanged(stored.path("storageClassName"));
    }
}
