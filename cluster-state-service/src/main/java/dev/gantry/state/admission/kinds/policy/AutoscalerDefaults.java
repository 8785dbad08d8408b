package dev.gantry.state.admission.kinds.policy;

import dev.gantry.api.json.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What an autoscaler gets when it does not say. Kubernetes: "Horizontal Pod Autoscaling". Pure. */
final class AutoscalerDefaults {

    static final int CPU_PERCENT = 80;
    private static final int PERIOD_SECONDS = 15;
    private static final int PODS = 4;
    private static final int PERCENT = 100;

    private AutoscalerDefaults() {}

    static void spec(ObjectNode spec) {
        if (!spec.hasNonNull("minReplicas")) {
            spec.put("minReplicas", 1);
        }
        if (spec.path("metrics").isEmpty()) {
            spec.putArray("metrics").add(cpu(CPU_PERCENT));
        }
        if (spec.get("behavior") instanceof ObjectNode behavior) {
            ObjectNode up = Json.child(behavior, "scaleUp");
            if (!up.hasNonNull("stabilizationWindowSeconds")) {
                up.put("stabilizationWindowSeconds", 0);
            }
            if (rules(up)) {
                ArrayNode policies = up.putArray("policies");
                policy(policies, "Pods", PODS);
                policy(policies, "Percent", PERCENT);
            }
            ObjectNode down = Json.child(behavior, "scaleDown");
            if (rules(down)) {
                policy(down.putArray("policies"), "Percent", PERCENT);
            }
        }
    }

    /** Whether the rules lack policies. */
    private static boolean rules(ObjectNode rules) {
        if (!rules.hasNonNull("selectPolicy")) {
            rules.put("selectPolicy", "Max");
        }
        return !rules.hasNonNull("policies");
    }

    private static void policy(ArrayNode policies, String type, int value) {
        policies.addObject()
                .put("type", type)
                .put("value", value)
                .put("periodSeconds", PERIOD_SECONDS);
    }

    /** A target of average CPU utilization. */
    static ObjectNode cpu(int percent) {
        ObjectNode metric = Json.object();
        metric.put("type", "Resource");
        metric.putObject("resource")
                .put("name", "cpu")
                .putObject("target")
                .put("type", "Utilization")
                .put("averageUtilization", percent);
        return metric;
    }
}
