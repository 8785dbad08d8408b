package dev.gantry.state.admission.kinds.storage;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** CSIDriver. Kubernetes: reference of CSIDriver. */
public final class DriverRules extends ObjectRules {

    private static final int LONGEST_NAME = 63;
    private static final Set<String> GROUP_POLICIES =
            Set.of("ReadWriteOnceWithFSType", "File", "None");

    public DriverRules(ResourceType type) {
        super(type);
    }

    @Override
    public void defaults(ObjectNode object) {
        ObjectNode spec = spec(object);
        absent(spec, "attachRequired", true);
        absent(spec, "podInfoOnMount", false);
        absent(spec, "storageCapacity", false);
        absent(spec, "fsGroupPolicy", "ReadWriteOnceWithFSType");
        if (spec.path("volumeLifecycleModes").isEmpty()) {
            spec.putArray("volumeLifecycleModes").add("Persistent");
        }
        absent(spec, "requiresRepublish", false);
        absent(spec, "seLinuxMount", false);
    }

    /** The name of a driver: a subdomain of 63 characters at most, in any case. */
    static void driverName(Place name) {
        if (!name.requireText()) {
            return;
        }
        if (name.text().length() > LONGEST_NAME) {
            name.tooLong(LONGEST_NAME);
        }
        Names.DNS_SUBDOMAIN.problems(name.text().toLowerCase(Locale.ROOT)).forEach(name::invalid);
    }

    @Override
    protected void check(Place object) {
        Place spec = object.at("spec");
        Place modes = spec.at("volumeLifecycleModes");
        for (Place mode : modes.items()) {
            mode.named(modes.path()).oneOf(Set.of("Persistent", "Ephemeral"));
        }
        spec.at("fsGroupPolicy").oneOf(GROUP_POLICIES);
        for (Place request : spec.at("tokenRequests").items()) {
            Place seconds = request.at("expirationSeconds");
            if (seconds.present() && seconds.number() < 600) {
                seconds.invalid("may not specify a duration less than 10 minutes");
            }
        }
        Place period = spec.at("nodeAllocatableUpdatePeriodSeconds");
        if (period.present() && period.number() < 10) {
            period.invalid("must be greater than or equal to 10 seconds");
        }
    }

    @Override
    protected void checkChange(Place object, ObjectNode stored) {
        check(object);
        for (String field : List.of("attachRequired", "volumeLifecycleModes")) {
            object.at("spec").at(field).unchanged(stored.path("spec").path(field));
        }
    }
}
