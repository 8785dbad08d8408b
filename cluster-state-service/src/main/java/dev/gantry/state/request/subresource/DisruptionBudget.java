package dev.gantry.state.request.subresource;

import dev.gantry.api.json.Json;
import dev.gantry.api.schema.Schema;
import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiError.Cause;
import dev.gantry.api.status.ApiError.Details;
import dev.gantry.state.document.Canonical;
import dev.gantry.state.document.FieldOwnership;
import dev.gantry.state.request.write.Metadata;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What one more disruption means to a budget. Pure. Kubernetes: "Specifying a PDB". */
final class DisruptionBudget {

    private static final int MOST_DISRUPTED = 2000;
    private static final int RETRY_SECONDS = 10;
    private static final String MANAGER = "kube-apiserver";

    private DisruptionBudget() {}

    /**
     * Charges the budget in place.
     *
     * @return false when an unhealthy pod may go without charge
     * @throws dev.gantry.api.status.ApiException 429 when the budget does not allow it
     */
    static boolean charge(ObjectNode budget, ObjectNode pod, Instant now, Schema.Struct schema) {
        JsonNode status = budget.path("status");
        if (goesFree(budget, pod)) {
            return false;
        }
        String name = Metadata.name(budget);
        if (status.path("observedGeneration").asLong(0)
                < Json.at(budget, "metadata", "generation").asLong(0)) {
            throw refused(
                            "The disruption budget %s is still being processed by the server."
                                    .formatted(name),
                            RETRY_SECONDS)
                    .exception();
        }
        int allowed = status.path("disruptionsAllowed").asInt(0);
        if (allowed < 0) {
            throw ApiError.forbidden(
                            "policy",
                            "poddisruptionbudgets",
                            name,
                            "pdb disruptions allowed is negative")
                    .exception();
        }
        if (status.path("disruptedPods").size() > MOST_DISRUPTED) {
            throw ApiError.forbidden(
                            "policy",
                            "poddisruptionbudgets",
                            name,
                            "DisruptedPods map too big - too many evictions not confirmed by PDB controller")
                    .exception();
        }
        if (allowed == 0) {
            throw refused(
                            "The disruption budget %s needs %d healthy pods and has %d currently"
                                    .formatted(
                                            name,
                                            status.path("desiredHealthy").asInt(0),
                                            status.path("currentHealthy").asInt(0)),
                            0)
                    .exception();
        }
        ObjectNode before = budget.deepCopy();
        note(budget, Metadata.name(pod), allowed - 1, now);
        Canonical.apply(budget, schema);
        FieldOwnership.update(before, budget, MANAGER, "policy/v1", "status", now, schema);
        return true;
    }

    private static void note(ObjectNode budget, String pod, int allowed, Instant now) {
        ObjectNode status = Json.child(budget, "status");
        status.put("disruptionsAllowed", allowed);
        Json.child(status, "disruptedPods").put(pod, Metadata.timestamp(now));
        if (allowed == 0) {
            refuseMore(status, Json.at(budget, "metadata", "generation").asLong(0), now);
        }
    }

    private static void refuseMore(ObjectNode status, long generation, Instant now) {
        ArrayNode conditions =
                status.get("conditions") instanceof ArrayNode present
                        ? present
                        : status.putArray("conditions");
        ObjectNode condition = null;
        for (JsonNode each : conditions) {
            if (Json.text(each, "type").equals("DisruptionAllowed")) {
                condition = (ObjectNode) each;
            }
        }
        if (condition == null) {
            condition = conditions.addObject().put("type", "DisruptionAllowed");
        }
        if (!Json.text(condition, "status").equals("False")) {
            condition.put("lastTransitionTime", Metadata.timestamp(now));
        }
        condition
                .put("status", "False")
                .put("observedGeneration", generation)
                .put("reason", "InsufficientPods")
                .put("message", "");
    }

    /** A running pod that is not ready disrupts nobody, as far as the budget's policy says so. */
    private static boolean goesFree(ObjectNode budget, ObjectNode pod) {
        if (!Json.text(pod, "status", "phase").equals("Running") || isReady(pod)) {
            return false;
        }
        if (Json.text(budget, "spec", "unhealthyPodEvictionPolicy").equals("AlwaysAllow")) {
            return true;
        }
        int desired = Json.at(budget, "status", "desiredHealthy").asInt(0);
        return desired > 0 && Json.at(budget, "status", "currentHealthy").asInt(0) >= desired;
    }

    private static boolean isReady(ObjectNode pod) {
        for (JsonNode condition : Json.at(pod, "status", "conditions")) {
            if (Json.text(condition, "type").equals("Ready")) {
                return Json.text(condition, "status").equals("True");
            }
        }
        return false;
    }

    private static ApiError refused(String why, int retrySeconds) {
        return new ApiError(
                429,
                "TooManyRequests",
                "Cannot evict pod as it would violate the pod's disruption budget.",
                new Details("", "", "", "", List.of(new Cause("DisruptionBudget", why, ""))),
                retrySeconds);
    }
}
