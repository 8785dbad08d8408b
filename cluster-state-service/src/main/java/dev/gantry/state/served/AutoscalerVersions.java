package dev.gantry.state.served;

import dev.gantry.api.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Autoscalers of {@code autoscaling/v1} are stored as v2. What v1 has no field for travels in
 * annotations, as Kubernetes does it.
 */
final class AutoscalerVersions implements VersionPair {

    private static final String METRICS = "autoscaling.alpha.kubernetes.io/metrics";
    private static final String STATUSES = "autoscaling.alpha.kubernetes.io/current-metrics";
    private static final String CONDITIONS = "autoscaling.alpha.kubernetes.io/conditions";
    private static final String BEHAVIOR = "autoscaling.alpha.kubernetes.io/behavior";

    @Override
    public String storedApiVersion() {
        return "autoscaling/v2";
    }

    @Override
    public ObjectNode toStorage(ObjectNode served) {
        ObjectNode result = served.deepCopy();
        result.put("apiVersion", storedApiVersion());
        ObjectNode spec = Json.child(result, "spec");
        ArrayNode metrics = takeList(result, METRICS);
        JsonNode target = spec.remove("targetCPUUtilizationPercentage");
        if (target != null) {
            metrics.insert(0, cpuMetric("target", "averageUtilization", target));
        }
        if (!metrics.isEmpty()) {
            spec.set("metrics", metrics);
        }
        JsonNode behavior = takeAnnotation(result, BEHAVIOR);
        if (behavior.isObject()) {
            spec.set("behavior", behavior);
        }
        statusToStorage(result);
        return result;
    }

    private static void statusToStorage(ObjectNode result) {
        ArrayNode current = takeList(result, STATUSES);
        ArrayNode conditions = takeList(result, CONDITIONS);
        if (!(result.get("status") instanceof ObjectNode status)) {
            return;
        }
        JsonNode percentage = status.remove("currentCPUUtilizationPercentage");
        if (percentage != null) {
            current.insert(0, cpuMetric("current", "averageUtilization", percentage));
        }
        if (!current.isEmpty()) {
            status.set("currentMetrics", current);
        }
        if (!conditions.isEmpty()) {
            status.set("conditions", conditions);
        }
    }

    @Override
    public ObjectNode toServed(ObjectNode stored) {
        ObjectNode result = stored.deepCopy();
        result.put("apiVersion", "autoscaling/v1");
        if (result.get("spec") instanceof ObjectNode spec) {
            JsonNode rest =
                    splitCpu(
                            spec,
                            spec.remove("metrics"),
                            "target",
                            "targetCPUUtilizationPercentage");
            putAnnotation(result, METRICS, rest);
            JsonNode behavior = spec.remove("behavior");
            if (behavior != null) {
                putAnnotation(result, BEHAVIOR, behavior);
            }
        }
        if (result.get("status") instanceof ObjectNode status) {
            JsonNode rest =
                    splitCpu(
                            status,
                            status.remove("currentMetrics"),
                            "current",
                            "currentCPUUtilizationPercentage");
            putAnnotation(result, STATUSES, rest);
            JsonNode conditions = status.remove("conditions");
            if (conditions != null) {
                putAnnotation(result, CONDITIONS, conditions);
            }
        }
        return result;
    }

    /** Moves the first metric of CPU utilization to a field of v1; returns the others. */
    private static JsonNode splitCpu(
            ObjectNode owner, @Nullable JsonNode metrics, String member, String field) {
        ArrayNode rest = Json.MAPPER.createArrayNode();
        if (metrics == null) {
            return rest;
        }
        for (JsonNode metric : metrics) {
            JsonNode value = Json.at(metric, "resource", member, "averageUtilization");
            boolean cpu = Json.text(metric, "resource", "name").equals("cpu");
            if (cpu && value.isNumber() && !owner.has(field)) {
                owner.set(field, value);
            } else {
                rest.add(metric);
            }
        }
        return rest;
    }

    private static ObjectNode cpuMetric(String member, String field, JsonNode value) {
        ObjectNode metric = Json.object();
        metric.put("type", "Resource");
        ObjectNode target = metric.putObject("resource").put("name", "cpu").putObject(member);
        if (member.equals("target")) {
            target.put("type", "Utilization");
        }
        target.set(field, value);
        return metric;
    }

    private static ArrayNode takeList(ObjectNode object, String annotation) {
        return takeAnnotation(object, annotation) instanceof ArrayNode list
                ? list
                : Json.MAPPER.createArrayNode();
    }

    private static JsonNode takeAnnotation(ObjectNode object, String annotation) {
        ObjectNode metadata = Json.child(object, "metadata");
        if (!(metadata.get("annotations") instanceof ObjectNode annotations)
                || !annotations.path(annotation).isString()) {
            return Json.MAPPER.missingNode();
        }
        String text = annotations.remove(annotation).asString();
        if (annotations.isEmpty()) {
            metadata.remove("annotations");
        }
        try {
            return Json.MAPPER.readTree(text);
        } catch (tools.jackson.core.JacksonException notJson) {
            return Json.MAPPER.missingNode();
        }
    }

    private static void putAnnotation(ObjectNode object, String annotation, JsonNode value) {
        if (!value.isEmpty()) {
            Json.child(Json.child(object, "metadata"), "annotations")
                    .put(annotation, Json.MAPPER.writeValueAsString(value));
        }
    }
}
