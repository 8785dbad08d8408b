package dev.gantry.state.request.subresource;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.state.request.write.Metadata;
import dev.gantry.state.served.CustomKind;
import dev.gantry.state.served.CustomKind.ScalePaths;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The {@code autoscaling/v1} Scale of workloads. Pure. Kubernetes: "Scale". */
final class Scales {

    static final String API_VERSION = "autoscaling/v1";
    static final String KIND = "Scale";

    private static final ResourceType NOTHING =
            new ResourceType(
                    "", "", "", "", "", true, Set.of(), List.of(), List.of(), List.of(), false);

    private Scales() {}

    /** The Scale of an object of a type. */
    static ObjectNode of(ResourceType type, Optional<CustomKind> custom, ObjectNode object) {
        return custom.isEmpty() ? of(type, object) : of(paths(type, custom.get()), object);
    }

    /** The object with the scale's wish. */
    static ObjectNode applied(
            ResourceType type, Optional<CustomKind> custom, ObjectNode object, ObjectNode scale) {
        return custom.isEmpty()
                ? applied(object, scale)
                : applied(paths(type, custom.get()), object, scale);
    }

    private static ScalePaths paths(ResourceType type, CustomKind kind) {
        return kind.scale().orElseThrow(() -> ApiError.pathNotFound().exception());
    }

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

    /** The Scale of a custom resource, whose numbers stand where its definition says. */
    static ObjectNode of(ScalePaths paths, ObjectNode object) {
        JsonNode wanted = at(object, paths.wanted());
        if (!wanted.isNumber()) {
            throw ApiError.internal(
                            "the spec replicas field \".%s\" does not exist"
                                    .formatted(String.join(".", paths.wanted())))
                    .exception();
        }
        ObjectNode scale = of(NOTHING, Json.object().set("metadata", object.path("metadata")));
        Json.child(scale, "spec").put("replicas", wanted.intValue());
        ObjectNode status = Json.child(scale, "status");
        status.put("replicas", at(object, paths.actual()).asInt(0));
        String selector = at(object, paths.selector()).asString("");
        if (!paths.selector().isEmpty() && !selector.isEmpty()) {
            status.put("selector", selector);
        }
        return scale;
    }

    private static JsonNode at(ObjectNode object, List<String> path) {
        return Json.at(object, path.toArray(String[]::new));
    }

    /** The custom resource with the scale's wish. */
    static ObjectNode applied(ScalePaths paths, ObjectNode object, ObjectNode scale) {
        ObjectNode wanted = object.deepCopy();
        ObjectNode at = wanted;
        List<String> steps = paths.wanted();
        for (String step : steps.subList(0, steps.size() - 1)) {
            at = Json.child(at, step);
        }
        at.put(steps.getLast(), Json.at(scale, "spec", "replicas").asInt(0));
        return identified(wanted, scale);
    }

    /** The workload with the scale's wish. */
    static ObjectNode applied(ObjectNode workload, ObjectNode scale) {
        ObjectNode wanted = workload.deepCopy();
        Json.child(wanted, "spec").put("replicas", Json.at(scale, "spec", "replicas").asInt(0));
        return identified(wanted, scale);
    }

    private static ObjectNode identified(ObjectNode wanted, ObjectNode scale) {
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
        List<String> values = Json.texts(expression.path("values"));
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
