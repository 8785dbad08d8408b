package dev.gantry.state.table;

import dev.gantry.api.json.Json;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Events of both groups, which are one kind under two names. */
final class EventPrinters {

    private EventPrinters() {}

    static List<Object> core(Printed d) {
        return cells(
                d,
                d.at("involvedObject"),
                d.at("source"),
                d.text("reportingComponent"),
                "firstTimestamp",
                "lastTimestamp",
                "count",
                "message");
    }

    static List<Object> events(Printed d) {
        return cells(
                d,
                d.at("regarding"),
                d.at("deprecatedSource"),
                d.text("reportingController"),
                "deprecatedFirstTimestamp",
                "deprecatedLastTimestamp",
                "deprecatedCount",
                "note");
    }

    private static List<Object> cells(
            Printed d,
            JsonNode about,
            JsonNode source,
            String controller,
            String first,
            String last,
            String count,
            String message) {
        JsonNode since = d.at(first).isString() ? d.at(first) : d.at("eventTime");
        JsonNode seen = d.at(last).isString() ? d.at(last) : since;
        long times = Math.max(1, d.number(count));
        if (d.at("series").isObject()) {
            seen = d.at("series", "lastObservedTime");
            times = d.number("series", "count");
        }
        return List.of(
                d.since(seen),
                d.text("type"),
                d.text("reason"),
                target(about),
                Json.text(about, "fieldPath"),
                source(source, controller, d.text("reportingInstance")),
                d.text(message).strip(),
                d.since(since),
                times,
                d.name());
    }

    private static String target(JsonNode about) {
        String kind = Json.text(about, "kind").toLowerCase(Locale.ROOT);
        String name = Json.text(about, "name");
        return name.isEmpty() ? kind : kind + "/" + name;
    }

    private static String source(JsonNode source, String controller, String instance) {
        String component = Json.text(source, "component");
        String host = Json.text(source, "host");
        String who = component.isEmpty() ? controller : component;
        String where = host.isEmpty() ? instance : host;
        return where.isEmpty() ? who : who + ", " + where;
    }
}
