package dev.gantry.state.admission.kinds.pod;

import dev.gantry.state.admission.validation.Addresses;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What a node may report of a pod. Kubernetes: "Pod Lifecycle". Pure. */
final class PodStatusRules {

    private PodStatusRules() {}

    static void check(Place status, JsonNode stored) {
        for (Place condition : status.at("conditions").items()) {
            condition.at("observedGeneration").nonNegative();
        }
        Place nominated = status.at("nominatedNodeName");
        if (!nominated.empty()) {
            nominated.check(Names.DNS_SUBDOMAIN);
        }
        String restart = stored.path("spec").path("restartPolicy").asString("");
        noRestart(
                status.at("containerStatuses"),
                stored.path("status").path("containerStatuses"),
                stored.path("spec").path("containers"),
                restart);
        addresses(status);
        status.at("observedGeneration").nonNegative();
    }

    /** A container that ended for good does not run again. */
    private static void noRestart(
            Place statuses, JsonNode before, JsonNode containers, String restart) {
        if (restart.equals("Always")) {
            return;
        }
        Set<String> ended = new HashSet<>();
        for (JsonNode old : before) {
            JsonNode terminated = old.path("state").path("terminated");
            boolean failed = terminated.path("exitCode").asInt(0) != 0;
            if (terminated.isObject() && !(restart.equals("OnFailure") && failed)) {
                ended.add(old.path("name").asString(""));
            }
        }
        containers.forEach(
                c -> {
                    if (c.has("restartPolicy")) {
                        ended.remove(c.path("name").asString(""));
                    }
                });
        for (Place now : statuses.items()) {
            if (ended.contains(now.at("name").text())
                    && !now.at("state").at("terminated").present()) {
                now.at("state").forbidden("may not be transitioned to non-terminated state");
            }
        }
    }

    private static void addresses(Place status) {
        for (String list : List.of("podIPs", "hostIPs")) {
            for (Place each : status.at(list).items()) {
                each.holding(each.at("ip").node()).check(Addresses.IP);
            }
        }
    }
}
