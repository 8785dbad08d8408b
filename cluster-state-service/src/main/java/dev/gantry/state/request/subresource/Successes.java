package dev.gantry.state.request.subresource;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.state.request.exchange.Answer;
import tools.jackson.databind.node.ObjectNode;

/** The Status that says that something was done. */
final class Successes {

    private Successes() {}

    /** 201, as bindings and evictions answer. */
    static Answer created(ResourceType type) {
        ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Success").put("code", 201);
        return new Answer.Tree(201, type, status);
    }
}
