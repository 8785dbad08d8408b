package dev.gantry.state.admission.kinds.network;

import dev.gantry.state.admission.validation.Addresses;
import dev.gantry.state.admission.validation.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Addresses and families of a Service. Kubernetes: "IPv4/IPv6 dual-stack". Pure. */
final class ServiceAddressRules {

    private static final Set<String> FAMILIES = Set.of("IPv4", "IPv6");
    private static final Set<String> POLICIES =
            Set.of("PreferDualStack", "RequireDualStack", "SingleStack");
    private static final int MOST = 2;

    private ServiceAddressRules() {}

    static void check(Place spec) {
        Place families = spec.at("ipFamilies");
        Place policy = spec.at("ipFamilyPolicy");
        if (spec.at("type").text().equals("ExternalName")) {
            for (Place each : List.of(policy, families)) {
                if (!each.empty()) {
                    each.forbidden("may not be set for ExternalName services");
                }
            }
            return;
        }
        policy.oneOf(POLICIES);
        families(families);
        addresses(spec);
    }

    private static void families(Place families) {
        Set<String> seen = new HashSet<>();
        for (Place family : families.items()) {
            if (!FAMILIES.contains(family.text())) {
                family.unsupported(FAMILIES);
            } else if (!seen.add(family.text())) {
                family.duplicate();
            }
        }
    }

    private static void addresses(Place spec) {
        Place single = spec.at("clusterIP");
        Place list = spec.at("clusterIPs");
        if (single.empty()) {
            if (!list.empty()) {
                list.invalid("must be empty when `clusterIP` is not specified");
            }
            return;
        }
        if (list.empty()) {
            list.required("");
            return;
        }
        if (!list.item(0).text().equals(single.text())) {
            list.invalid("first value must match `clusterIP`");
        }
        boolean headless = single.text().equals("None");
        if (headless && list.node().size() > 1) {
            list.invalid("'None' must be the first and only value");
        }
        if (list.node().size() > MOST) {
            list.invalid("may only hold up to 2 values");
        }
        if (!headless) {
            each(spec, list);
        }
    }

    private static void each(Place spec, Place list) {
        Set<Boolean> seen = new HashSet<>();
        for (int i = 0; i < list.node().size(); i++) {
            Place address = list.item(i);
            if (address.text().equals("None")) {
                address.invalid("'None' must be the first and only value");
                continue;
            }
            address.check(Addresses.IP);
            boolean six = Addresses.isSix(address.text());
            String family = spec.at("ipFamilies").item(i).text();
            if (family.equals(six ? "IPv4" : "IPv6")) {
                address.invalid(
                        "expected an %s value as indicated by `ipFamilies[%d]`"
                                .formatted(family, i));
            }
            if (!seen.add(six)) {
                list.invalid("may specify no more than one IP for each IP family");
            }
        }
    }
}
