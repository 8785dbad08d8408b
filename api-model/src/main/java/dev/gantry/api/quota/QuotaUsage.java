package dev.gantry.api.quota;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.quantity.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** What an object counts for in a quota. Kubernetes: "Resource Quotas". Pure. */
public final class QuotaUsage {

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
    public static Map<String, Quantity> of(ResourceType type, JsonNode object) {
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
                                e -> total.merge(e.getKey(), amount(e.getValue()), Quantity::plus));
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
                                                amount(e.getValue()),
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
        if (needsNodePorts(spec)) {
            usage.put("services.nodeports", Quantity.of(spec.path("ports").size()));
        }
    }

    private static void claim(JsonNode spec, Map<String, Quantity> usage) {
        Quantity size = amount(spec.path("resources").path("requests").path("storage"));
        usage.put("requests.storage", size);
        String owner = spec.path("storageClassName").asString("");
        if (!owner.isEmpty()) {
            String prefix = owner + ".storageclass.storage.k8s.io/";
            usage.put(prefix + "requests.storage", size);
            usage.put(prefix + "persistentvolumeclaims", Quantity.of(1));
        }
    }

    /** Resources that are limited and that containers do not mention, with their names. */
    public static Map<String, String> missing(JsonNode hard, JsonNode spec) {
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
    public static boolean isInScope(JsonNode quota, ResourceType type, JsonNode object) {
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
        boolean bestEffort = asksNothing(spec);
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

    /** No container asks for CPU or memory. */
    private static boolean asksNothing(JsonNode spec) {
        for (String list : List.of("containers", "initContainers")) {
            for (JsonNode container : spec.path(list)) {
                if (asks(container.path("resources"))) {
                    return false;
                }
            }
        }
        return !asks(spec.path("resources"));
    }

    private static boolean asks(JsonNode resources) {
        for (String side : List.of("requests", "limits")) {
            for (String name : List.of("cpu", "memory")) {
                if (amount(resources.path(side).path(name)).value().signum() > 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean needsNodePorts(JsonNode spec) {
        String type = spec.path("type").asString("");
        return type.equals("NodePort")
                || (type.equals("LoadBalancer")
                        && spec.path("allocateLoadBalancerNodePorts").asBoolean(true));
    }

    /** The value; zero when absent or no quantity. */
    private static Quantity amount(JsonNode node) {
        try {
            return node.isString() || node.isNumber()
                    ? Quantity.parse(node.asString())
                    : Quantity.ZERO;
        } catch (IllegalArgumentException | ArithmeticException e) {
            return Quantity.ZERO;
        }
    }

    private static boolean crossesNamespaces(JsonNode affinity) {
        return affinity.toString().contains("\"namespaces\":[\"")
                || affinity.toString().contains("\"namespaceSelector\":");
    }
}
