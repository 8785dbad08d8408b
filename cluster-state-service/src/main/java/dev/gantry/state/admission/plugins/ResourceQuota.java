package dev.gantry.state.admission.plugins;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.json.Json;
import dev.gantry.api.quantity.Quantity;
import dev.gantry.api.quota.QuotaUsage;
import dev.gantry.state.admission.AdmissionPlugin;
import dev.gantry.state.admission.AdmissionRequest;
import dev.gantry.state.admission.AdmissionRequest.Operation;
import dev.gantry.state.admission.ClusterReads;
import dev.gantry.state.admission.validation.Quantities;
import dev.gantry.state.store.Write;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Refuses what would exceed a namespace's quota. What an object uses is counted in the quota's
 * status in the same commit, so that two writers cannot both take the last of it; what deletions
 * free is counted by the quota's controller. Kubernetes: "Resource Quotas".
 */
final class ResourceQuota implements AdmissionPlugin {

    private final ClusterReads reads;

    ResourceQuota(ClusterReads reads) {
        this.reads = reads;
    }

    @Override
    public String name() {
        return "ResourceQuota";
    }

    @Override
    public void validate(AdmissionRequest request) {
        ObjectNode object = request.object();
        if (object == null
                || !request.type().namespaced()
                || !request.subresource().isEmpty()
                || request.operation() == Operation.DELETE) {
            return;
        }
        for (ObjectNode quota : reads.list("resourcequotas", request.key().namespace())) {
            if (!quota.path("status").path("hard").isEmpty()
                    && QuotaUsage.isInScope(quota.path("spec"), request.type(), object)) {
                charge(request, quota, object);
            }
        }
    }

    private void charge(AdmissionRequest request, ObjectNode quota, ObjectNode object) {
        String name = quota.path("metadata").path("name").asString("");
        JsonNode hard = quota.path("status").path("hard");
        Map<String, Quantity> more = QuotaUsage.of(request.type(), object);
        if (request.stored() != null) {
            QuotaUsage.of(request.type(), request.stored())
                    .forEach(
                            (key, amount) -> more.merge(key, amount, (now, old) -> now.minus(old)));
        } else {
            require(request, name, hard, object);
        }
        more.keySet().retainAll(hard.propertyNames());
        more.values().removeIf(amount -> amount.value().signum() <= 0);
        if (more.isEmpty()) {
            return;
        }
        Map<String, Quantity> exceeded = new TreeMap<>();
        JsonNode used = quota.path("status").path("used");
        more.forEach(
                (key, amount) -> {
                    Quantity total = Quantities.of(used.path(key)).plus(amount);
                    if (total.compareTo(Quantities.of(hard.path(key))) > 0) {
                        exceeded.put(key, amount);
                    }
                });
        if (!exceeded.isEmpty()) {
            throw Requests.forbidden(
                    request,
                    "exceeded quota: %s, requested: %s, used: %s, limited: %s"
                            .formatted(
                                    name,
                                    told(exceeded),
                                    amounts(exceeded, used),
                                    amounts(exceeded, hard)));
        }
        if (!request.dryRun()) {
            request.companions().add(counted(quota, more));
        }
    }

    /** Containers must say how much they use of what is limited. */
    private static void require(
            AdmissionRequest request, String quota, JsonNode hard, ObjectNode object) {
        if (!request.type().groupResource().equals("pods")) {
            return;
        }
        Map<String, String> missing = QuotaUsage.missing(hard, object.path("spec"));
        if (!missing.isEmpty()) {
            String what =
                    missing.entrySet().stream()
                            .map(e -> e.getKey() + " for: " + e.getValue())
                            .collect(Collectors.joining("; "));
            throw Requests.forbidden(request, "failed quota: " + quota + ": must specify " + what);
        }
    }

    private static String told(Map<String, Quantity> amounts) {
        return amounts.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(","));
    }

    private static String amounts(Map<String, Quantity> keys, JsonNode from) {
        return keys.keySet().stream()
                .map(key -> key + "=" + from.path(key).asString("0"))
                .collect(Collectors.joining(","));
    }

    private static Write counted(ObjectNode quota, Map<String, Quantity> more) {
        ObjectNode next = quota.deepCopy();
        ObjectNode used = Json.child(Json.child(next, "status"), "used");
        more.forEach(
                (key, amount) ->
                        used.put(key, Quantities.of(used.path(key)).plus(amount).toString()));
        ObjectNode metadata = (ObjectNode) next.path("metadata");
        long revision = Long.parseLong(metadata.remove("resourceVersion").asString());
        byte[] body = Json.bytes(next);
        String start = "\"metadata\":{";
        int splice = new String(body, StandardCharsets.UTF_8).indexOf(start) + start.length();
        return new Write.Replace(
                new ObjectKey(
                        "resourcequotas",
                        metadata.path("namespace").asString(""),
                        metadata.path("name").asString("")),
                metadata.path("uid").asString(""),
                body,
                splice,
                revision);
    }
}
