package dev.gantry.state.table;

import dev.gantry.api.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Configuration, namespaces and what the cluster is made of. */
final class ClusterPrinters {

    private ClusterPrinters() {}

    static List<Object> age(Printed d) {
        return List.of(d.name(), d.age());
    }

    static List<Object> createdAt(Printed d) {
        return List.of(d.name(), d.createdAt());
    }

    static List<Object> configMap(Printed d) {
        return List.of(d.name(), d.count("data") + d.count("binaryData"), d.age());
    }

    static List<Object> secret(Printed d) {
        return List.of(d.name(), d.text("type"), d.count("data"), d.age());
    }

    static List<Object> namespace(Printed d) {
        return List.of(d.name(), d.text("status", "phase"), d.age());
    }

    static List<Object> lease(Printed d) {
        return List.of(d.name(), d.text("spec", "holderIdentity"), d.age());
    }

    static List<Object> runtimeClass(Printed d) {
        return List.of(d.name(), d.text("handler"), d.age());
    }

    static List<Object> priorityClass(Printed d) {
        return List.of(
                d.name(),
                d.number("value"),
                d.flag("globalDefault"),
                d.age(),
                d.text("preemptionPolicy"));
    }

    static List<Object> apiService(Printed d) {
        JsonNode service = d.at("spec", "service");
        String where =
                service.isObject()
                        ? Json.text(service, "namespace") + "/" + Json.text(service, "name")
                        : "Local";
        return List.of(d.name(), where, available(d), d.age());
    }

    private static String available(Printed d) {
        for (JsonNode condition : d.at("status", "conditions")) {
            if (Json.text(condition, "type").equals("Available")) {
                String status = Json.text(condition, "status");
                return status.equals("True")
                        ? status
                        : status + " (" + Json.text(condition, "reason") + ")";
            }
        }
        return "Unknown";
    }

    static List<Object> componentStatus(Printed d) {
        String status = "Unknown";
        String message = "";
        String error = "";
        for (JsonNode condition : d.at("conditions")) {
            if (Json.text(condition, "type").equals("Healthy")) {
                status = Json.text(condition, "status").equals("True") ? "Healthy" : "Unhealthy";
                message = Json.text(condition, "message");
                error = Json.text(condition, "error");
            }
        }
        return List.of(d.name(), status, message, error);
    }

    static List<Object> resourceQuota(Printed d) {
        List<String> requests = new ArrayList<>();
        List<String> limits = new ArrayList<>();
        Map<String, JsonNode> hard = new TreeMap<>();
        d.at("status", "hard").properties().forEach(e -> hard.put(e.getKey(), e.getValue()));
        hard.forEach(
                (resource, amount) ->
                        (resource.startsWith("limits.") ? limits : requests)
                                .add(
                                        resource
                                                + ": "
                                                + d.textOr("0", "status", "used", resource)
                                                + "/"
                                                + amount.asString("")));
        return List.of(d.name(), String.join(", ", requests), String.join(", ", limits), d.age());
    }

    static List<Object> flowSchema(Printed d) {
        String missing = d.condition("Dangling");
        return List.of(
                d.name(),
                d.text("spec", "priorityLevelConfiguration", "name"),
                d.number("spec", "matchingPrecedence"),
                d.textOr(Printed.NONE, "spec", "distinguisherMethod", "type"),
                d.age(),
                missing.isEmpty() ? "?" : missing);
    }

    static List<Object> priorityLevel(Printed d) {
        String part = d.at("spec", "limited").isObject() ? "limited" : "exempt";
        JsonNode queuing = d.at("spec", "limited", "limitResponse", "queuing");
        return List.of(
                d.name(),
                d.text("spec", "type"),
                numberOrNone(d.at("spec", part, "nominalConcurrencyShares")),
                numberOrNone(queuing.path("queues")),
                numberOrNone(queuing.path("handSize")),
                numberOrNone(queuing.path("queueLengthLimit")),
                d.age());
    }

    private static Object numberOrNone(JsonNode value) {
        return value.isNumber() ? value.longValue() : Printed.NONE;
    }

    static List<Object> resourceClaim(Printed d) {
        List<String> states = new ArrayList<>();
        if (d.isDeleting()) {
            states.add("deleted");
        }
        if (d.at("status", "allocation").isObject()) {
            states.add("allocated");
            if (d.count("status", "reservedFor") > 0) {
                states.add("reserved");
            }
        } else if (!d.isDeleting()) {
            states.add("pending");
        }
        return List.of(d.name(), String.join(",", states), d.age());
    }

    static List<Object> resourceSlice(Printed d) {
        return List.of(
                d.name(),
                d.text("spec", "nodeName"),
                d.text("spec", "driver"),
                d.text("spec", "pool", "name"),
                d.age());
    }
}
