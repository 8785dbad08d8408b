package dev.gantry.state.admission.plugins;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.quantity.Quantity;
import dev.gantry.state.admission.kinds.network.ServiceTransitions;
import dev.gantry.state.admission.kinds.pod.QualityOfService;
import dev.gantry.state.admission.validation.Quantities;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** What an object counts for in a quota. Kubernetes: "Resource Quotas". Pure. */
final class QuotaUsage {

    private static final Set<String> COUNTED =
            Set.of(
                    "pods",
                    "services",
                    "replicationcontrollers",
                    "resourcequotas",
                    "secrets",
                    "configmaps",
                    "persistentvolumeclaims");
    private static final Set<String> PLAIN = Set.of("cpu", "memory", "ephemeral-storage");

    private QuotaUsage() {}

    /** Amounts by the quota's names for them. */
    static Map<String, Quantity> of(ResourceType type, JsonNode object) {
        Map<String, Quantity> usage = new TreeMap<>();
        String resource = type.groupResource();
        if (resource.equals("pods") && isOver(object)) {
            usage.put("count/pods", Quantity.of(1));
            return usage;
        }
        usage.put("count/" + resource, Quantity.of(1));
        if (COUNTED.contains(resource)) {
            usage.put(resource, Quantity.of(1));
        }
        switch (resource) {
            case "pods" -> pod(object.path("spec"), usage);
            case "services" -> service(object.path("spec"), usage);
            case "persistentvolumeclaims" -> claim(object.path("spec"), usage);
            default -> {}
        }
        return usage;
    }

    private static boolean isOver(JsonNode pod) {
        String phase = pod.path("status").path("phase").asString("");
        return phase.equals("Failed") || phase.equals("Succeeded");
    }

    private static void pod(JsonNode spec, Map<String, Quantity> usage) {
        for (String side : List.of("requests", "limits")) {
            Map<String, Quantity> total = new TreeMap<>();
            for (JsonNode container : spec.path("containers")) {
                container
                        .path("resources")
                        .path(side)
                        .properties()
                        .forEach(
                                e ->
                                        total.merge(
                                                e.getKey(),
                                                Quantities.of(e.getValue()),
                                                Quantity::plus));
            }
            for (JsonNode container : spec.path("initContainers")) {
                container
                        .path("resources")
                        .path(side)
                        .properties()
                        .forEach(
                                e ->
                                        total.merge(
                                                e.getKey(),
                                                Quantities.of(e.getValue()),
                                                (a, b) -> a.compareTo(b) >= 0 ? a : b));
            }
            total.forEach(
                    (name, amount) -> {
                        usage.put(side + "." + name, amount);
                        if (side.equals("requests") && isPlain(name)) {
                            usage.put(name, amount);
                        }
                    });
        }
    }

    private static boolean isPlain(String name) {
        return PLAIN.contains(name) || name.startsWith("hugepages-");
    }

    private static void service(JsonNode spec, Map<String, Quantity> usage) {
        String type = spec.path("type").asString("");
        if (type.equals("LoadBalancer")) {
            usage.put("services.loadbalancers", Quantity.of(1));
        }
        if (ServiceTransitions.needsNodePorts(spec)) {
            usage.put("services.nodeports", Quantity.of(spec.path("ports").size()));
        }
    }

    private static void claim(JsonNode spec, Map<String, Quantity> usage) {
        Quantity size = Quantities.of(spec.path("resources").path("requests").path("storage"));
        usage.put("requests.storage", size);
        String owner = spec.path("storageClassName").asString("");
        if (!owner.isEmpty()) {
            String prefix = owner + ".storageclass.storage.k8s.io/";
            usage.put(prefix + "requests.storage", size);
            usage.put(prefix + "persistentvolumeclaims", Quantity.of(1));
        }
    }

    /** Resources that are limited and that containers do not mention, with their names. */
    static Map<String, String> missing(JsonNode hard, JsonNode spec) {
        Map<String, String> missing = new TreeMap<>();
        for (String limited : hard.propertyNames()) {
            boolean limit = limited.startsWith("limits.");
            String name = limit ? limited.substring(7) : limited.replaceFirst("^requests\\.", "");
            if (!Set.of("cpu", "memory").contains(name)) {
                continue;
            }
            for (JsonNode container : spec.path("containers")) {
                String side = limit ? "limits" : "requests";
                if (!container.path("resources").path(side).has(name)) {
                    missing.merge(
                            limited, container.path("name").asString(""), (a, b) -> a + "," + b);
                }
            }
        }
        return missing;
    }

    /** Whether a quota of these scopes counts the object. */
    static boolean isInScope(JsonNode quota, ResourceType type, JsonNode object) {
        for (JsonNode scope : quota.path("scopes")) {
            if (!matches(scope.asString(""), "Exists", List.of(), type, object)) {
                return false;
            }
        }
        for (JsonNode term : quota.path("scopeSelector").path("matchExpressions")) {
            List<String> values =
                    term.path("values").valueStream().map(v -> v.asString("")).toList();
            String operator = term.path("operator").asString("");
            if (!matches(term.path("scopeName").asString(""), operator, values, type, object)) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(
            String scope,
            String operator,
            List<String> values,
            ResourceType type,
            JsonNode object) {
        if (!type.groupResource().equals("pods")) {
            return false;
        }
        JsonNode spec = object.path("spec");
        boolean bestEffort = QualityOfService.of(spec).equals("BestEffort");
        boolean terminating = spec.path("activeDeadlineSeconds").isNumber();
        String priority = spec.path("priorityClassName").asString("");
        return switch (scope) {
            case "BestEffort" -> bestEffort;
            case "NotBestEffort" -> !bestEffort;
            case "Terminating" -> terminating;
            case "NotTerminating" -> !terminating;
            case "PriorityClass" ->
                    switch (operator) {
                        case "In" -> values.contains(priority);
                        case "NotIn" -> !values.contains(priority);
                        case "DoesNotExist" -> priority.isEmpty();
                        default -> !priority.isEmpty();
                    };
            case "CrossNamespacePodAffinity" -> crossesNamespaces(spec.path("affinity"));
            default -> false;
        };
    }

    private static boolean crossesNamespaces(JsonNode affinity) {
        return affinity.toString().contains("\"namespaces\":[\"")
                || affinity.toString().contains("\"namespaceSelector\":");
    }
}
