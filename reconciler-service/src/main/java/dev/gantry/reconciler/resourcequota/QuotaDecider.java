package dev.gantry.reconciler.resourcequota;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.quantity.Quantity;
import dev.gantry.api.quota.QuotaUsage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a quota's status should be. Pure; O(objects counted). */
final class QuotaDecider {

    private static final List<String> COUNTED =
            List.of(
                    "services",
                    "replicationcontrollers",
                    "resourcequotas",
                    "secrets",
                    "configmaps",
                    "persistentvolumeclaims");

    private QuotaDecider() {}

    /** The kinds that a quota counts, by group and resource. */
    static Map<String, ResourceType> kinds(JsonNode quota) {
        Map<String, ResourceType> kinds = new LinkedHashMap<>();
        for (String name : Json.at(quota, "spec", "hard").propertyNames()) {
            kind(name).ifPresent(type -> kinds.put(type.groupResource(), type));
        }
        return kinds;
    }

    private static Optional<ResourceType> kind(String name) {
        if (name.startsWith("count/")) {
            return Catalog.builtIn().ofGroupResource(name.substring(6));
        }
        if (name.startsWith("services.")) {
            return Catalog.builtIn().ofGroupResource("services");
        }
        if (name.equals("requests.storage") || name.contains(".storageclass.storage.k8s.io/")) {
            return Catalog.builtIn().ofGroupResource("persistentvolumeclaims");
        }
        return Catalog.builtIn().ofGroupResource(COUNTED.contains(name) ? name : "pods");
    }

    /**
     * @param objects of the namespace, by the kinds of {@link #kinds}
     */
    static ObjectNode status(JsonNode quota, Map<String, List<JsonNode>> objects) {
        JsonNode hard = Json.at(quota, "spec", "hard");
        Map<String, Quantity> used = new TreeMap<>();
        hard.propertyNames().forEach(name -> used.put(name, Quantity.ZERO));
        kinds(quota)
                .forEach(
                        (kind, type) ->
                                objects.getOrDefault(kind, List.of())
                                        .forEach(object -> add(quota, type, object, used)));
        ObjectNode status = Json.object();
        status.set("hard", hard.deepCopy());
        ObjectNode amounts = status.putObject("used");
        hard.propertyNames()
                .forEach(
                        name ->
                                amounts.put(
                                        name, used.getOrDefault(name, Quantity.ZERO).toString()));
        return status;
    }

    private static void add(
            JsonNode quota, ResourceType type, JsonNode object, Map<String, Quantity> used) {
        if (QuotaUsage.isInScope(quota.path("spec"), type, object)) {
            QuotaUsage.of(type, object)
                    .forEach(
                            (name, amount) ->
                                    used.computeIfPresent(name, (n, v) -> v.plus(amount)));
        }
    }

    /** Equal amounts are equal however they are written. */
    static boolean same(JsonNode a, JsonNode b) {
        return same(a.path("hard"), b.path("hard"), "") && same(a.path("used"), b.path("used"), "");
    }

    private static boolean same(JsonNode a, JsonNode b, String absent) {
        if (a.size() != b.size()) {
            return false;
        }
        for (String name : a.propertyNames()) {
            String left = a.path(name).asString(absent);
            String right = b.path(name).asString(absent);
            if (right.isEmpty() || Quantity.parse(left).compareTo(Quantity.parse(right)) != 0) {
                return false;
            }
        }
        return true;
    }
}
