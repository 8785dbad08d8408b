package dev.gantry.gateway.usage;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.Measured;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.client.StateClient;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers {@code metrics.k8s.io}: which objects there are from the state service, what they use
 * from the agents. One or two consistent reads, and one page of each node concerned. Thread-safe.
 */
final class Usage {

    private static final ResourceType PODS = Catalog.builtIn().require("pods");
    private static final ResourceType NODES = Catalog.builtIn().require("nodes");
    private static final String RUNNING = "status.phase=Running";

    private final StateClient state;
    private final Summaries summaries;
    private final Clock clock;

    Usage(StateClient state, Summaries summaries, Clock clock) {
        this.state = state;
        this.summaries = summaries;
        this.clock = clock;
    }

    /**
     * The document.
     *
     * @param query selectors, as the caller sent them
     * @throws dev.gantry.api.status.ApiException 404 for what is not there or not measured
     */
    ObjectNode answer(UsagePath path, Map<String, String> query) {
        return switch (path.resource()) {
            case "nodes" -> path.name().isEmpty() ? nodes(query) : node(path);
            default -> path.name().isEmpty() ? pods(path, query) : pod(path);
        };
    }

    private ObjectNode nodes(Map<String, String> query) {
        List<JsonNode> nodes = state.list(NODES, "", query).items();
        if (query.isEmpty()) {
            summaries.keep(nodes);
        }
        Map<String, JsonNode> told = summaries.of(nodes);
        List<ObjectNode> items = new ArrayList<>();
        for (JsonNode node : nodes) {
            add(
                    items,
                    UsageDocuments.node(
                            node, of(told, Json.text(node, "metadata", "name")), clock.instant()));
        }
        return UsageDocuments.list("NodeMetricsList", items);
    }

    private ObjectNode node(UsagePath path) {
        JsonNode node = state.get(NODES, "", path.name());
        ObjectNode document = null;
        if (node != null) {
            JsonNode summary = of(summaries.of(List.of(node)), path.name());
            document = UsageDocuments.node(node, summary, clock.instant());
        }
        return found(document, "nodes", path.name());
    }

    private ObjectNode pods(UsagePath path, Map<String, String> query) {
        Map<String, String> running = new HashMap<>(query);
        running.merge("fieldSelector", RUNNING, (asked, more) -> asked + "," + more);
        List<JsonNode> pods = state.list(PODS, path.namespace(), running).items();
        Map<String, JsonNode> told = summaries.of(nodesOf(pods));
        List<ObjectNode> items = new ArrayList<>();
        for (JsonNode pod : pods) {
            add(
                    items,
                    UsageDocuments.pod(
                            pod, of(told, Json.text(pod, "spec", "nodeName")), clock.instant()));
        }
        return UsageDocuments.list("PodMetricsList", items);
    }

    private List<JsonNode> nodesOf(List<JsonNode> pods) {
        Set<String> names = new HashSet<>();
        pods.forEach(pod -> names.add(Json.text(pod, "spec", "nodeName")));
        if (names.size() == 1) {
            JsonNode only = state.get(NODES, "", names.iterator().next());
            return only == null ? List.of() : List.of(only);
        }
        return names.isEmpty()
                ? List.of()
                : state.list(NODES, "", Map.of()).items().stream()
                        .filter(node -> names.contains(Json.text(node, "metadata", "name")))
                        .toList();
    }

    private ObjectNode pod(UsagePath path) {
        JsonNode pod = state.get(PODS, path.namespace(), path.name());
        ObjectNode document = null;
        if (pod != null && Json.text(pod, "status", "phase").equals("Running")) {
            JsonNode summary =
                    of(summaries.of(nodesOf(List.of(pod))), Json.text(pod, "spec", "nodeName"));
            document = UsageDocuments.pod(pod, summary, clock.instant());
        }
        return found(document, "pods", path.namespace() + "/" + path.name());
    }

    private static ObjectNode found(@Nullable ObjectNode document, String resource, String name) {
        if (document == null) {
            throw ApiError.notFound(Measured.GROUP, resource, name).exception();
        }
        return document;
    }

    private static JsonNode of(Map<String, JsonNode> told, String node) {
        return told.getOrDefault(node, Json.MAPPER.missingNode());
    }

    private static void add(List<ObjectNode> items, @Nullable ObjectNode document) {
        if (document != null) {
            items.add(document);
        }
    }
}
