package dev.gantry.state.customresource.definition;

import dev.gantry.api.json.Json;
import dev.gantry.state.customresource.schema.Formats;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Warns of formats that nobody checks. Pure. */
final class FormatWarnings {

    private FormatWarnings() {}

    static void collect(JsonNode schema, List<String> warnings) {
        String format = Json.text(schema, "format");
        if (!format.isEmpty() && !Formats.isKnown(format)) {
            String warning = "unrecognized format \"" + format + '"';
            if (!warnings.contains(warning)) {
                warnings.add(warning);
            }
        }
        schema.path("properties").forEach(property -> collect(property, warnings));
        for (String one : List.of("items", "additionalProperties", "not")) {
            if (schema.path(one).isObject()) {
                collect(schema.path(one), warnings);
            }
        }
        for (String many : List.of("allOf", "anyOf", "oneOf")) {
            schema.path(many).forEach(each -> collect(each, warnings));
        }
    }
}
