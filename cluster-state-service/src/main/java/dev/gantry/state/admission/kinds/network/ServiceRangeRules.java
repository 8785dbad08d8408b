package dev.gantry.state.admission.kinds.network;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.Addresses;
import dev.gantry.state.admission.validation.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** ServiceCIDR. Kubernetes: "Extend Service IP Ranges". */
public final class ServiceRangeRules extends ObjectRules {

    private static final int MOST = 2;

    public ServiceRangeRules(ResourceType type) {
        super(type);
    }

    /** Labels and the like are not changed through status. */
    @Override
    public void prepareForStatusUpdate(ObjectNode object, ObjectNode stored) {
        super.prepareForStatusUpdate(object, stored);
        onlyStatus(object, stored);
    }

    @Override
    protected void check(Place object) {
        ranges(object.at("spec").at("cidrs"));
    }

    private static void ranges(Place ranges) {
        if (ranges.empty()) {
            ranges.required("at least one CIDR required");
            return;
        }
        if (ranges.node().size() > MOST) {
            ranges.invalid("may only hold up to 2 values");
            return;
        }
        Set<Boolean> families = new HashSet<>();
        boolean distinct = true;
        for (Place each : ranges.items()) {
            Addresses.Range range = Addresses.Range.parse(each.text());
            if (range == null) {
                each.check(Addresses.CIDR);
            } else if (!range.exact()) {
                each.invalid("must not have bits set beyond the prefix length");
            } else if (range.base().length == 16 && range.bits() < 64) {
                each.invalid("prefix length must be 64 or larger");
            }
            distinct &= families.add(Addresses.isSix(each.text()));
        }
        if (!distinct) {
            ranges.invalid(
                    "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64");
        }
    }

    @Override
    protected void checkChange(Place object, ObjectNode stored) {
        Place ranges = object.at("spec").at("cidrs");
        JsonNode before = stored.path("spec").path("cidrs");
        if (ranges.node().size() < before.size()) {
            ranges.invalid("field is immutable");
            return;
        }
        for (int i = 0; i < before.size(); i++) {
            ranges.item(i).unchanged(before.path(i));
        }
        if (ranges.node().size() > before.size()) {
            ranges(ranges);
        }
    }

    @Override
    public List<String> warnings(ObjectNode object) {
        return List.of();
    }
}
