package dev.gantry.controller.event;

import dev.gantry.api.json.Json;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.node.ObjectNode;

/** Core/v1 Events as trees. */
final class EventDocument {

    private EventDocument() {}

    static ObjectNode create(Happening happening, Correlator.Sent sent, String component) {
        ObjectNode event = Json.object();
        event.put("apiVersion", "v1").put("kind", "Event");
        event.putObject("metadata").put("name", sent.name).put("namespace", sent.namespace);
        event.set("involvedObject", Json.tree(happening.regarding()));
        event.put("reason", happening.reason());
        event.put("message", happening.message());
        event.put("type", happening.type());
        event.put("firstTimestamp", time(sent.first));
        event.put("lastTimestamp", time(happening.at()));
        event.put("count", sent.count);
        event.putObject("source").put("component", component);
        event.put("reportingComponent", component);
        event.put("reportingInstance", "");
        return event;
    }

    /** A merge patch. */
    static ObjectNode count(Happening happening, Correlator.Sent sent) {
        ObjectNode patch = Json.object();
        patch.put("count", sent.count);
        patch.put("lastTimestamp", time(happening.at()));
        patch.put("message", happening.message());
        return patch;
    }

    private static String time(java.time.Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
