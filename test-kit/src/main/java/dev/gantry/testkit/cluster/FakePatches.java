package dev.gantry.testkit.cluster;

import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Patches as far as the fake goes: merge patch (RFC 7396), and strategic merge patch with no lists
 * but conditions. Anything else is refused rather than done wrong.
 */
final class FakePatches {

    private FakePatches() {}

    /**
     * Lists of a pod's or node's status that strategic merge replaces, as it does in effect here.
     */
    private static final Set<String> REPLACED =
            Set.of(
                    "containerStatuses",
                    "initContainerStatuses",
                    "ephemeralContainerStatuses",
                    "podIPs",
                    "hostIPs",
                    "addresses",
                    "images");

    static void apply(ObjectNode target, String contentType, JsonNode patch) {
        switch (contentType) {
            case "application/merge-patch+json" -> merge(target, patch, true);
            case "application/strategic-merge-patch+json" -> merge(target, patch, false);
            default ->
                    throw ApiError.unsupportedMediaType("the fake does not take " + contentType)
                            .exception();
        }
    }

    private static void mergeConditions(ObjectNode target, JsonNode patch) {
        ArrayNode merged = Json.MAPPER.createArrayNode();
        Set<String> replaced = new HashSet<>();
        patch.forEach(c -> replaced.add(Json.text(c, "type")));
        target.path("conditions")
                .valueStream()
                .filter(c -> !replaced.contains(Json.text(c, "type")))
                .forEach(merged::add);
        merged.addAll((ArrayNode) patch);
        target.set("conditions", merged);
    }

    private static void merge(ObjectNode target, JsonNode patch, boolean lists) {
        patch.properties()
                .forEach(
                        e -> {
                            JsonNode value = e.getValue();
                            if (value.isNull()) {
                                target.remove(e.getKey());
                            } else if (value.isObject()) {
                                merge(Json.child(target, e.getKey()), value, lists);
                            } else if (value.isArray()
                                    && !lists
                                    && e.getKey().equals("conditions")) {
                                mergeConditions(target, value);
                            } else if (value.isArray()
                                    && !lists
                                    && !REPLACED.contains(e.getKey())) {
                                throw ApiError.unsupportedMediaType(
                                                "the fake takes no lists in strategic merge")
                                        .exception();
                            } else {
                                target.set(e.getKey(), value);
                            }
                        });
    }
}
