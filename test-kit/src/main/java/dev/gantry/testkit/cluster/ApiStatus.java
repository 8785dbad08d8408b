package dev.gantry.testkit.cluster;

import dev.gantry.api.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** The {@code Status} of a success without an object. */
final class ApiStatus {

    private ApiStatus() {}

    static ObjectNode success() {
        ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        return status.put("status", "Success").put("code", 201);
    }
}
