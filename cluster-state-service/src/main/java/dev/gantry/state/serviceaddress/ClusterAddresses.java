package dev.gantry.state.serviceaddress;

import dev.gantry.api.status.ApiError;
import dev.gantry.state.admission.Problems;
import dev.gantry.state.admission.kinds.network.ServiceTransitions;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Addresses of the cluster for Services. */
final class ClusterAddresses {

    private final AddressRange range;
    private final Claims claims;
    private final RandomGenerator random;

    ClusterAddresses(AddressRange range, Claims claims, RandomGenerator random) {
        this.range = range;
        this.claims = claims;
        this.random = random;
    }

    /** Draws an address when one is needed, or judges the one that is asked for. */
    void complete(ObjectNode spec, Claims.Holder holder, Problems problems) {
        if (!ServiceTransitions.needsAddress(spec) || ServiceTransitions.isHeadless(spec)) {
            return;
        }
        if (spec.path("clusterIP").asString("").isEmpty()) {
            Long drawn =
                    range.band()
                            .draw(
                                    random,
                                    n ->
                                            claims.isFree(
                                                    Claims.address(AddressRange.text(n)), holder));
            if (drawn == null) {
                throw ApiError.internal("failed to allocate a serviceIP: range is full")
                        .exception();
            }
            String address = AddressRange.text(drawn);
            spec.put("clusterIP", address);
            spec.putArray("clusterIPs").add(address);
            return;
        }
        for (JsonNode each : spec.path("clusterIPs")) {
            judge(each.asString(""), spec, holder, problems);
        }
    }

    private void judge(String address, ObjectNode spec, Claims.Holder holder, Problems problems) {
        String why =
                !range.contains(address)
                        ? "the provided IP (%s) is not in the valid range. The range of valid IPs is %s"
                                .formatted(address, range.text())
                        : claims.isFreeNow(Claims.address(address), holder)
                                ? ""
                                : "provided IP is already allocated";
        if (!why.isEmpty()) {
            problems.invalid(
                    "spec.clusterIPs",
                    spec.path("clusterIPs").toString(),
                    "failed to allocate IP " + address + ": " + why);
        }
    }
}
