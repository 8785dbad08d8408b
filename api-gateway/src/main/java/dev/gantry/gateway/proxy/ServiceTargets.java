package dev.gantry.gateway.proxy;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiException;
import dev.gantry.client.StateClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.databind.JsonNode;

/** Finds a ready endpoint of a Service. */
final class ServiceTargets {

    private static final ResourceType SERVICES = Catalog.builtIn().require("services");
    private static final ResourceType SLICES =
            Catalog.builtIn().require("endpointslices.discovery.k8s.io");

    private final StateClient state;

    ServiceTargets(StateClient state) {
        this.state = state;
    }

    Upstream find(ProxyPath path, String query) {
        JsonNode service = state.get(SERVICES, path.namespace(), path.target());
        if (service == null) {
            throw ApiError.notFound("", "services", path.target()).exception();
        }
        String portName = portName(service, path);
        List<Upstream> ready = new ArrayList<>();
        String below = (path.rest().isEmpty() ? "/" : path.rest()) + query;
        for (JsonNode slice : slices(path)) {
            for (JsonNode port : slice.path("ports")) {
                if (Json.text(port, "name").equals(portName)) {
                    addReady(slice, port.path("port").asInt(), below, ready);
                }
            }
        }
        if (ready.isEmpty()) {
            throw unavailable("no endpoints available for service \"" + path.name() + "\"");
        }
        return ready.get(ThreadLocalRandom.current().nextInt(ready.size()));
    }

    private static String portName(JsonNode service, ProxyPath path) {
        String asked = path.port();
        for (JsonNode port : service.path("spec").path("ports")) {
            String name = Json.text(port, "name");
            boolean meant =
                    asked.isEmpty()
                            || name.equals(asked)
                            || Integer.toString(port.path("port").asInt()).equals(asked);
            if (meant) {
                return name;
            }
        }
        throw unavailable(
                "no service port \"" + asked + "\" found for service \"" + path.target() + "\"");
    }

    private List<JsonNode> slices(ProxyPath path) {
        String selector = "kubernetes.io/service-name=" + path.target();
        return state.list(SLICES, path.namespace(), Map.of("labelSelector", selector)).items();
    }

    private static void addReady(JsonNode slice, int port, String path, List<Upstream> ready) {
        for (JsonNode endpoint : slice.path("endpoints")) {
            if (Json.at(endpoint, "conditions", "ready").asBoolean(true)) {
                String address = endpoint.path("addresses").path(0).asString("");
                ready.add(new Upstream(address, port, path, null, false));
            }
        }
    }

    private static ApiException unavailable(String message) {
        return new ApiError(503, "ServiceUnavailable", message, null, 0).exception();
    }
}
