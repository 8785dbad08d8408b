package dev.gantry.state.request;

import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.client.door.Caller;
import dev.gantry.client.door.DoorReply;
import dev.gantry.client.door.DoorRequest;
import dev.gantry.state.discovery.Discovery;
import dev.gantry.state.request.exchange.Headers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Everything that is no resource: discovery, version, documents of others, bulk writes. */
final class OtherPaths {

    private static final String WRITES = "/internal/writes";

    private final Discovery discovery;
    private final BulkWrites bulk;
    private final List<DocumentEndpoint> endpoints;
    private final long maximumBulkBytes;

    OtherPaths(
            Discovery discovery,
            BulkWrites bulk,
            List<DocumentEndpoint> endpoints,
            long maximumBulkBytes) {
        this.discovery = discovery;
        this.bulk = bulk;
        this.endpoints = endpoints;
        this.maximumBulkBytes = maximumBulkBytes;
    }

    void discover(DoorRequest request, List<String> segments, DoorReply reply) {
        requireGet(request);
        Discovery.Document document =
                discovery.find(segments, request.header("accept")).orElse(null);
        if (document == null) {
            throw ApiError.pathNotFound().exception();
        }
        Map<String, List<String>> headers = Headers.of(document.contentType(), List.of());
        if (!document.etag().isEmpty()) {
            headers.put("etag", List.of('"' + document.etag() + '"'));
            headers.put("vary", List.of("Accept"));
            headers.remove("cache-control");
            headers.put("cache-control", List.of("public"));
            String known = request.header("if-none-match");
            if (known != null && known.contains(document.etag())) {
                Renderer.write(reply, 304, headers, new byte[0]);
                return;
            }
        }
        Renderer.write(reply, 200, headers, document.body());
    }

    void answer(DoorRequest request, List<String> segments, DoorReply reply) {
        if (request.path().equals(WRITES)) {
            write(request, reply);
            return;
        }
        for (DocumentEndpoint endpoint : endpoints) {
            if (endpoint.handles(request.path())) {
                requireGet(request);
                endpoint.answer(request, reply);
                return;
            }
        }
        String root = String.join("/", segments);
        switch (root) {
            case "" -> send(request, reply, roots());
            case "version" -> send(request, reply, Version.document());
            default -> notFound(reply);
        }
    }

    private void write(DoorRequest request, DoorReply reply) {
        if (!request.method().equals("POST")) {
            throw ApiError.methodNotAllowed().exception();
        }
        if (!isMachine(request.caller())) {
            throw ApiError.forbidden("", "writes", "", "only services and nodes write in bulk")
                    .exception();
        }
        if (request.body().length > maximumBulkBytes) {
            throw ApiError.tooLarge("limit is " + maximumBulkBytes).exception();
        }
        byte[] body = Json.bytes(bulk.answer(request));
        Renderer.write(reply, 200, Headers.of("application/json", List.of()), body);
    }

    private static boolean isMachine(Caller caller) {
        return caller.groups().contains("system:gantry:services")
                || caller.groups().contains("system:nodes")
                || caller.groups().contains("system:masters");
    }

    private static void requireGet(DoorRequest request) {
        if (!request.method().equals("GET")) {
            throw ApiError.methodNotAllowed().exception();
        }
    }

    private static void send(DoorRequest request, DoorReply reply, ObjectNode document) {
        requireGet(request);
        byte[] body = Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(document);
        Renderer.write(reply, 200, Headers.of("application/json", List.of()), body);
    }

    private ObjectNode roots() {
        ObjectNode document = Json.object();
        var paths = document.putArray("paths");
        discovery.paths().forEach(paths::add);
        List.of(
                        "/healthz",
                        "/livez",
                        "/metrics",
                        "/openapi/v2",
                        "/openapi/v3",
                        "/readyz",
                        "/version")
                .forEach(paths::add);
        return document;
    }

    static void notFound(DoorReply reply) {
        Renderer.write(
                reply,
                404,
                Headers.of("text/plain; charset=utf-8", List.of()),
                "404 page not found\n".getBytes(StandardCharsets.US_ASCII));
    }
}
