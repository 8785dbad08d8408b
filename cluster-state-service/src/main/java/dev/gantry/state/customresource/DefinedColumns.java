package dev.gantry.state.customresource;

import dev.gantry.api.json.Json;
import dev.gantry.state.customresource.schema.JsonPath;
import dev.gantry.state.table.HumanDuration;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The columns that a definition declares, after the name; the age when it declares none. A cell
 * whose value is of another type than its column stays empty. Kubernetes: "Additional printer
 * columns".
 */
record DefinedColumns(List<ObjectNode> definitions, List<Column> columns) {

    private record Column(String type, Optional<JsonPath> path) {}

    static DefinedColumns of(JsonNode declared) {
        List<ObjectNode> definitions = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        definitions.add(definition("Name", "string", "name", "", 0));
        for (JsonNode column : declared) {
            String type = Json.text(column, "type");
            definitions.add(
                    definition(
                            Json.text(column, "name"),
                            type,
                            Json.text(column, "format"),
                            Json.text(column, "description"),
                            column.path("priority").asInt(0)));
            columns.add(new Column(type, JsonPath.parse(Json.text(column, "jsonPath"))));
        }
        if (columns.isEmpty()) {
            definitions.add(definition("Age", "date", "", "", 0));
            columns.add(new Column("date", JsonPath.parse(".metadata.creationTimestamp")));
        }
        return new DefinedColumns(List.copyOf(definitions), List.copyOf(columns));
    }

    private static ObjectNode definition(
            String name, String type, String format, String description, int priority) {
        return Json.object()
                .put("name", name)
                .put("type", type)
                .put("format", format)
                .put("description", description)
                .put("priority", priority);
    }

    List<@Nullable Object> cells(ObjectNode object, Instant now) {
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(Json.text(object, "metadata", "name"));
        for (Column column : columns) {
            List<JsonNode> found = column.path().map(path -> path.find(object)).orElse(List.of());
            cells.add(found.isEmpty() ? null : cell(column.type(), found.get(0), now));
        }
        return cells;
    }

    private static @Nullable Object cell(String type, JsonNode value, Instant now) {
        return switch (type) {
            case "string" ->
                    value.isString()
                            ? value.stringValue()
                            : value.isNull() ? null : value.toString();
            case "integer" -> value.isNumber() ? (Object) value.longValue() : null;
            case "number" -> value.isNumber() ? value.decimalValue() : null;
            case "boolean" -> value.isBoolean() ? value.booleanValue() : null;
            case "date" -> value.isString() ? age(value.stringValue(), now) : null;
            default -> null;
        };
    }

    private static String age(String text, Instant now) {
        try {
            Instant at = OffsetDateTime.parse(text).toInstant();
            return HumanDuration.of(Duration.between(at, now));
        } catch (DateTimeException e) {
            return "<invalid>";
        }
    }
}
