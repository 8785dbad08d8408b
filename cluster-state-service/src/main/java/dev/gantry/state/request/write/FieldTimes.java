package dev.gantry.state.request.write;

import dev.gantry.api.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Entries of managedFields that Kubernetes writes without a time: those of {@code /scale}. */
final class FieldTimes {

    private FieldTimes() {}

    static void dropOf(ObjectNode object, String manager, String subresource) {
        for (JsonNode entry : Json.at(object, "metadata", "managedFields")) {
            if (Json.text(entry, "manager").equals(manager)
                    && Json.text(entry, "subresource").equals(subresource)) {
                ((ObjectNode) entry).remove("time");
            }
        }
    }
}
