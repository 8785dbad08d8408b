package dev.gantry.cli.trace;

import dev.gantry.api.json.Json;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * One step of a trace as a service tells it.
 *
 * @param parentId empty for the first
 * @param object {@code pods/default/web-1}; empty for nothing
 * @param error empty for nothing
 */
record Step(
        String traceId,
        String spanId,
        String parentId,
        String service,
        String name,
        String object,
        Instant start,
        long durationNanos,
        String error) {

    static Step of(JsonNode step) {
        return new Step(
                Json.text(step, "traceId"),
                Json.text(step, "spanId"),
                Json.text(step, "parentId"),
                Json.text(step, "service"),
                Json.text(step, "name"),
                Json.text(step, "object"),
                Instant.parse(Json.text(step, "start")),
                step.path("durationNanos").asLong(0),
                Json.text(step, "error"));
    }

    Instant end() {
        return start.plusNanos(durationNanos);
    }
}
