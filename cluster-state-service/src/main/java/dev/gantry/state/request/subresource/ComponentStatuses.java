package dev.gantry.state.request.subresource;

import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.state.request.exchange.Answer;
import dev.gantry.state.request.exchange.Target;
import dev.gantry.state.watchcache.WatchCache;
import tools.jackson.databind.node.ObjectNode;

/** The deprecated list of components: here the store alone, by what the cache sees of it. */
final class ComponentStatuses {

    private static final String STORE = "postgresql-0";

    private ComponentStatuses() {}

    static Answer answer(Target target, WatchCache cache) {
        if (target.name().isEmpty()) {
            ObjectNode list = Json.object();
            list.put("kind", "ComponentStatusList").put("apiVersion", "v1");
            list.putObject("metadata");
            list.putArray("items").add(store(cache));
            return new Answer.Tree(200, target.type(), list);
        }
        if (!target.name().equals(STORE)) {
            throw ApiError.notFound("", "componentstatuses", target.name()).exception();
        }
        ObjectNode one = Json.object().put("kind", "ComponentStatus").put("apiVersion", "v1");
        one.setAll(store(cache));
        return new Answer.Tree(200, target.type(), one);
    }

    private static ObjectNode store(WatchCache cache) {
        ObjectNode component = Json.object();
        component.putObject("metadata").put("name", STORE);
        component
                .putArray("conditions")
                .addObject()
                .put("type", "Healthy")
                .put("status", cache.ready() ? "True" : "False")
                .put("message", cache.ready() ? "ok" : "loading");
        return component;
    }
}
