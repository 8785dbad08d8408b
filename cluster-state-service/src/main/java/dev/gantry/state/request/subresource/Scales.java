package dev.gantry.state.request.subresource;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.state.request.write.Metadata;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The {@code autoscaling/v1} Scale of workloads. Pure. Kubernetes: "Scale". */
final class Scales {

    static final String API_VERSION = "autoscaling/v1";
    static final String KIND = "Scale";

    private Scales() {}

    /** How many are wanted and how many there are, with the selector in query form. */
    static ObjectNode of(ResourceType type, ObjectNode workload) {
        ObjectNode scale = Json.object().put("kind", KIND).put("apiVersion", API_VERSION);
        ObjectNode metadata = scale.putObject("metadata");
        for (String field :
                List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
            JsonNode value = Json.at(workload, "metadata", field);
            if (!value.isMissingNode()) {
                metadata.set(field, value);
            }
        }
        int replicas = Json.at(workload, "spec", "replicas").asInt(0);
        ObjectNode spec = scale.putObject("spec");
        if (replicas != 0) {
            spec.put("replicas", replicas);
        }
        ObjectNode status = scale.putObject("status");
        status.put("replicas", Json.at(workload, "status", "replicas").asInt(0));
        String selector = selector(type, Json.at(workload, "spec", "selector"));
        if (!selector.isEmpty()) {
            status.put("selector", selector);
        }
        return scale;
    }

    /** The workload with the scale's wish. */
    static ObjectNode applied(ObjectNode workload, ObjectNode scale) {
        ObjectNode wanted = workload.deepCopy();
        Json.child(wanted, "spec").put("replicas", Json.at(scale, "spec", "replicas").asInt(0));
        for (String field : List.of("uid", "resourceVersion")) {
            String value = Json.text(scale, "metadata", field);
            if (!value.isEmpty()) {
                Metadata.of(wanted).put(field, value);
            }
        }
        return wanted;
    }

    private static String selector(ResourceType type, JsonNode selector) {
        boolean plainMap = type.groupResource().equals("replicationcontrollers");
        List<String> terms = new ArrayList<>();
        (plainMap ? selector : selector.path("matchLabels"))
                .properties()
                .forEach(e -> terms.add(e.getKey() + "=" + e.getValue().asString("")));
        terms.sort(null);
        for (JsonNode expression : plainMap ? Json.object() : selector.path("matchExpressions")) {
            terms.add(term(expression));
        }
        return String.join(",", terms);
    }

    private static String term(JsonNode expression) {
        String key = Json.text(expression, "key");
        List<String> values = new ArrayList<>();
        expression.path("values").forEach(v -> values.add(v.asString("")));
        values.sort(null);
        String set = "(" + String.join(",", values) + ")";
        return switch (Json.text(expression, "operator")) {
            case "In" -> key + " in " + set;
            case "NotIn" -> key + " notin " + set;
            case "DoesNotExist" -> "!" + key;
            default -> key;
        };
    }
}
