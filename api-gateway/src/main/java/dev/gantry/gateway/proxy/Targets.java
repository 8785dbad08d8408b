package dev.gantry.gateway.proxy;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.client.StateClient;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Finds who answers a proxied request. Two consistent reads of the state service at most. */
final class Targets {

    private static final ResourceType PODS = Catalog.builtIn().require("pods");
    private static final ResourceType NODES = Catalog.builtIn().require("nodes");

    private final StateClient state;
    private final ServiceTargets services;

    Targets(StateClient state) {
        this.state = state;
        this.services = new ServiceTargets(state);
    }

    /**
     * @return empty when there is nothing to answer yet: the log of a pod without a node
     * @throws dev.gantry.api.status.ApiException as Kubernetes puts it, when there is no way
     */
    Optional<Upstream> find(ProxyPath path, HttpServletRequest request) {
        String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
        return switch (path.resource()) {
            case "nodes" -> Optional.of(node(path, query));
            case "services" -> Optional.of(services.find(path, query));
            default ->
                    path.subresource().equals("proxy")
                            ? Optional.of(podPort(path, query))
                            : stream(path, request, query);
        };
    }

    private Upstream node(ProxyPath path, String query) {
        return agent(path.target(), below(path, query), false);
    }

    private Upstream podPort(ProxyPath path, String query) {
        JsonNode pod = require(PODS, path.namespace(), path.target());
        String address = Json.text(pod, "status", "podIP");
        if (address.isEmpty()) {
            throw ApiError.badRequest("address not allowed").exception();
        }
        int port = PodPorts.number(pod, path.port());
        return new Upstream(address, port, below(path, query), null, false);
    }

    private Optional<Upstream> stream(ProxyPath path, HttpServletRequest request, String query) {
        JsonNode pod = require(PODS, path.namespace(), path.target());
        PodStream stream = PodStream.of(path, pod, request);
        String node = Json.text(pod, "spec", "nodeName");
        if (node.isEmpty()) {
            if (path.subresource().equals("log")) {
                return Optional.empty();
            }
            throw ApiError.badRequest("pod " + path.target() + " does not have a host assigned")
                    .exception();
        }
        return Optional.of(agent(node, stream.nodePath() + query, true));
    }

    private static String below(ProxyPath path, String query) {
        return (path.rest().isEmpty() ? "/" : path.rest()) + query;
    }

    private Upstream agent(String name, String pathAndQuery, boolean statusErrors) {
        return agent(name, require(NODES, "", name), pathAndQuery, statusErrors);
    }

    /** The way to the agent of a node. */
    static Upstream agent(String name, JsonNode node, String pathAndQuery, boolean statusErrors) {
        int port = Json.at(node, "status", "daemonEndpoints", "kubeletEndpoint", "Port").asInt(0);
        String address =
                node.path("status")
                        .path("addresses")
                        .valueStream()
                        .filter(a -> Json.text(a, "type").equals("InternalIP"))
                        .map(a -> Json.text(a, "address"))
                        .findFirst()
                        .orElse("");
        if (address.isEmpty() || port == 0) {
            throw new ApiError(
                            500,
                            "InternalError",
                            "node \"" + name + "\" has not told where its agent listens",
                            null,
                            0)
                    .exception();
        }
        return new Upstream(address, port, pathAndQuery, name, statusErrors);
    }

    private JsonNode require(ResourceType type, String namespace, String name) {
        JsonNode found = state.get(type, namespace, name);
        if (found == null) {
            throw ApiError.notFound(type.group(), type.resource(), name).exception();
        }
        return found;
    }
}
