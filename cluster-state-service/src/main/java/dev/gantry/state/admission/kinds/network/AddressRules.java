package dev.gantry.state.admission.kinds.network;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.Addresses;
import dev.gantry.state.admission.validation.NameRule;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import tools.jackson.databind.node.ObjectNode;

/** IPAddress: says who holds an address of the cluster. Kubernetes: reference of IPAddress. */
public final class AddressRules extends ObjectRules {

    public AddressRules(ResourceType type) {
        super(type);
    }

    @Override
    protected NameRule names() {
        return Addresses.IP;
    }

    @Override
    protected void check(Place object) {
        Place parent = object.at("spec").at("parentRef");
        if (!parent.present()) {
            parent.required("");
            return;
        }
        if (!parent.at("group").empty()) {
            parent.at("group").check(Names.DNS_SUBDOMAIN);
        }
        if (parent.at("resource").requireText()) {
            parent.at("resource").check(Names.PATH_SEGMENT);
        }
        if (parent.at("name").requireText()) {
            parent.at("name").check(Names.PATH_SEGMENT);
        }
        if (!parent.at("namespace").empty()) {
            parent.at("namespace").check(Names.PATH_SEGMENT);
        }
    }

    @Override
    protected void checkChange(Place object, ObjectNode stored) {
        object.at("spec").at("parentRef").unchanged(stored.path("spec").path("parentRef"));
    }
}
