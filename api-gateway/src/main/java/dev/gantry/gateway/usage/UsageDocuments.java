package dev.gantry.gateway.usage;

import dev.gantry.api.catalog.Measured;
import dev.gantry.api.json.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The documents of {@code metrics.k8s.io/v1beta1}, made of what agents tell. Pure. Kubernetes:
 * "Resource metrics pipeline".
 */
final class UsageDocuments {

    private static final String API_VERSION = Measured.GROUP + "/" + Measured.VERSION;

    /** Over which an agent averages. */
    private static final String WINDOW = "10s";

    private UsageDocuments() {}

    /** Null while the agent has not measured the node. */
    static @Nullable ObjectNode node(JsonNode node, JsonNode summary, Instant now) {
        ObjectNode usage = usage(summary.path("node"));
        if (usage == null) {
            return null;
        }
        ObjectNode document = begin("NodeMetrics", node, summary.path("node"), now);
        document.set("usage", usage);
        return document;
    }

    /**
     * Null while no container of the pod has been measured.
     *
     * @param summary of the pod's node
     */
    static @Nullable ObjectNode pod(JsonNode pod, JsonNode summary, Instant now) {
        JsonNode found = find(pod, summary);
        ArrayNode containers = Json.MAPPER.createArrayNode();
        for (JsonNode container : found.path("containers")) {
            ObjectNode usage = usage(container);
            if (usage != null) {
                containers
                        .addObject()
                        .put("name", Json.text(container, "name"))
                        .set("usage", usage);
            }
        }
        if (containers.isEmpty()) {
            return null;
        }
        ObjectNode document = begin("PodMetrics", pod, found.path("containers").path(0), now);
        document.set("containers", containers);
        return document;
    }

    private static JsonNode find(JsonNode pod, JsonNode summary) {
        String uid = Json.text(pod, "metadata", "uid");
        for (JsonNode each : summary.path("pods")) {
            if (Json.text(each, "podRef", "uid").equals(uid)) {
                return each;
            }
        }
        return Json.MAPPER.missingNode();
    }

    static ObjectNode list(String kind, List<ObjectNode> items) {
        ObjectNode list = Json.object().put("kind", kind).put("apiVersion", API_VERSION);
        list.putObject("metadata");
        items.forEach(list.putArray("items")::add);
        return list;
    }

    private static ObjectNode begin(String kind, JsonNode of, JsonNode measured, Instant now) {
        ObjectNode document = Json.object().put("kind", kind).put("apiVersion", API_VERSION);
        ObjectNode metadata = document.putObject("metadata");
        metadata.put("name", Json.text(of, "metadata", "name"));
        String namespace = Json.text(of, "metadata", "namespace");
        if (!namespace.isEmpty()) {
            metadata.put("namespace", namespace);
        }
        metadata.put("creationTimestamp", now.truncatedTo(ChronoUnit.SECONDS).toString());
        JsonNode labels = Json.at(of, "metadata", "labels");
        if (labels.isObject()) {
            metadata.set("labels", labels);
        }
        String at = Json.text(measured, "cpu", "time");
        document.put("timestamp", at.isEmpty() ? now.toString() : at);
        return document.put("window", WINDOW);
    }

    /** Null when either is not known. */
    private static @Nullable ObjectNode usage(JsonNode measured) {
        JsonNode cpu = Json.at(measured, "cpu", "usageNanoCores");
        JsonNode memory = Json.at(measured, "memory", "workingSetBytes");
        if (!cpu.isNumber() || !memory.isNumber()) {
            return null;
        }
        return Json.object()
                .put("cpu", cpu.asLong() + "n")
                .put("memory", memory.asLong() / 1024 + "Ki");
    }
}
