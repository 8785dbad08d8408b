package dev.gantry.state.served;

import dev.gantry.api.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Events of {@code events.k8s.io/v1} are stored as core ones: the same facts under other names. */
final class EventVersions implements VersionPair {

    private static final Map<String, String> STORED_NAMES =
            Map.of(
                    "regarding", "involvedObject",
                    "note", "message",
                    "deprecatedSource", "source",
                    "deprecatedFirstTimestamp", "firstTimestamp",
                    "deprecatedLastTimestamp", "lastTimestamp",
                    "deprecatedCount", "count",
                    "reportingController", "reportingComponent");
    private static final Map<String, String> SERVED_NAMES = new LinkedHashMap<>();

    static {
        STORED_NAMES.forEach((served, stored) -> SERVED_NAMES.put(stored, served));
    }

    @Override
    public String storedApiVersion() {
        return "v1";
    }

    @Override
    public ObjectNode toStorage(ObjectNode served) {
        return renamed(served, STORED_NAMES, "v1");
    }

    @Override
    public ObjectNode toServed(ObjectNode stored) {
        return renamed(stored, SERVED_NAMES, "events.k8s.io/v1");
    }

    @Override
    public String storedField(String field) {
        int dot = field.indexOf('.');
        String head = dot < 0 ? field : field.substring(0, dot);
        String tail = dot < 0 ? "" : field.substring(dot);
        return STORED_NAMES.getOrDefault(head, head) + tail;
    }

    private static ObjectNode renamed(
            ObjectNode document, Map<String, String> names, String version) {
        ObjectNode result = Json.object();
        for (Map.Entry<String, JsonNode> entry : document.properties()) {
            result.set(names.getOrDefault(entry.getKey(), entry.getKey()), entry.getValue());
        }
        result.put("apiVersion", version);
        return result;
    }
}
