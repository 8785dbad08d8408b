package dev.gantry.state.serviceaddress;

import dev.gantry.state.admission.Problems;
import dev.gantry.state.admission.kinds.network.ServiceTransitions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Address families of Services in a cluster that has IPv4. Kubernetes: "IPv4/IPv6 dual-stack". */
final class Families {

    private static final String HERE = "IPv4";
    private static final String ELSEWHERE = "IPv6";

    private Families() {}

    /** Completes policy and families; tells what this cluster cannot give. Pure. */
    static void complete(ObjectNode spec, Problems problems) {
        if (!ServiceTransitions.needsAddress(spec)) {
            return;
        }
        boolean anything = ServiceTransitions.isHeadless(spec) && spec.path("selector").isEmpty();
        String policy = spec.path("ipFamilyPolicy").asString("");
        if (policy.isEmpty()) {
            policy = anything ? "RequireDualStack" : "SingleStack";
            spec.put("ipFamilyPolicy", policy);
        }
        ArrayNode families =
                spec.get("ipFamilies") instanceof ArrayNode given
                        ? given
                        : spec.putArray("ipFamilies");
        if (anything) {
            both(families, !policy.equals("SingleStack"));
            return;
        }
        if (policy.equals("RequireDualStack")) {
            problems.invalid(
                    "spec.ipFamilyPolicy",
                    policy,
                    "this cluster is not configured for dual-stack services");
        }
        if (families.isEmpty()) {
            families.add(HERE);
        }
        for (int i = 0; i < families.size(); i++) {
            if (families.get(i).asString("").equals(ELSEWHERE)) {
                problems.invalid(
                        "spec.ipFamilies[" + i + "]", ELSEWHERE, "not configured on this cluster");
            }
        }
    }

    /** What nobody routes may name families that the cluster has not. */
    private static void both(ArrayNode families, boolean two) {
        if (families.isEmpty()) {
            families.add(HERE);
        }
        if (two && families.size() == 1) {
            JsonNode first = families.get(0);
            families.add(first.asString("").equals(HERE) ? ELSEWHERE : HERE);
        }
    }
}
