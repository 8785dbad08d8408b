package dev.gantry.testkit.cluster;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiException;
import dev.gantry.client.Fence;
import dev.gantry.client.StateClient;
import dev.gantry.client.StateClient.Listing;
import dev.gantry.client.StateClient.Watch;
import dev.gantry.client.StateClient.Write;
import dev.gantry.client.StateClient.WriteGroup;
import dev.gantry.client.StateClient.WriteResult;
import dev.gantry.client.door.ByteSink;
import dev.gantry.client.door.DoorReply;
import dev.gantry.client.door.DoorRequest;
import dev.gantry.client.door.PercentCoding;
import dev.gantry.client.door.StateDoor;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The door of a {@link FakeCluster}: the plain verbs, JSON only, whoever asks. */
final class FakeStateDoor implements StateDoor {

    private final StateClient client;

    FakeStateDoor(StateClient client) {
        this.client = client;
    }

    @Override
    public void call(DoorRequest request, DoorReply reply) {
        try {
            answer(request, reply);
        } catch (ApiException e) {
            send(reply, e.error().code(), e.error().toStatus());
        } catch (JacksonException e) {
            ApiError error = ApiError.badRequest("the body is not JSON: " + e.getOriginalMessage());
            send(reply, 400, error.toStatus());
        }
    }

    private void answer(DoorRequest request, DoorReply reply) {
        if (request.path().equals("/internal/writes")) {
            send(reply, 200, bulk(request));
            return;
        }
        if (!request.path().startsWith("/api")) {
            throw ApiError.pathNotFound().exception();
        }
        FakePath path = FakePath.parse(decode(request.path()));
        Map<String, String> query = query(request.query());
        if (request.method().equals("GET") && "true".equals(query.get("watch"))) {
            watch(path, query, reply);
        } else if (request.method().equals("GET")) {
            send(reply, 200, path.name().isEmpty() ? list(path, query) : get(path));
        } else {
            int code = request.method().equals("POST") ? 201 : 200;
            send(reply, code, write(request));
        }
    }

    private JsonNode get(FakePath path) {
        ObjectNode found = client.get(path.type(), path.namespace(), path.name());
        if (found == null) {
            throw ApiError.notFound(path.type().group(), path.type().resource(), path.name())
                    .exception();
        }
        return found;
    }

    private JsonNode list(FakePath path, Map<String, String> query) {
        ResourceType type = path.type();
        Listing listing = client.list(type, path.namespace(), query);
        ObjectNode list = Json.object();
        list.put("kind", type.kind() + "List").put("apiVersion", type.apiVersion());
        list.putObject("metadata").put("resourceVersion", Long.toString(listing.revision()));
        ArrayNode items = list.putArray("items");
        listing.items().forEach(items::add);
        return list;
    }

    private JsonNode write(DoorRequest request) {
        Write write =
                new Write(
                        request.method(),
                        decode(request.path()),
                        request.query(),
                        String.valueOf(request.header("content-type")),
                        request.body().length == 0 ? null : Json.parse(request.body()));
        WriteResult result = fenced(request).writeAll(List.of(WriteGroup.of(write))).get(0);
        return switch (result) {
            case WriteResult.Written written -> written.objects().get(0);
            case WriteResult.Refused refused -> throw refused.error().exception();
        };
    }

    private StateClient fenced(DoorRequest request) {
        String fence = request.header(Fence.HEADER);
        return fence == null ? client : client.fenced(Fence.decode(fence));
    }

    private JsonNode bulk(DoorRequest request) {
        List<WriteGroup> groups = new ArrayList<>();
        for (JsonNode group : Json.parse(request.body()).path("groups")) {
            groups.add(new WriteGroup(group.path("writes").valueStream().map(this::one).toList()));
        }
        ObjectNode reply = Json.object();
        ArrayNode results = reply.putArray("results");
        for (WriteResult result : fenced(request).writeAll(groups)) {
            switch (result) {
                case WriteResult.Written written -> {
                    ArrayNode objects = results.addObject().putArray("objects");
                    written.objects().forEach(objects::add);
                }
                case WriteResult.Refused refused ->
                        results.addObject()
                                .put("index", refused.index())
                                .set("status", refused.error().toStatus());
            }
        }
        return reply;
    }

    private Write one(JsonNode write) {
        return new Write(
                Json.text(write, "method"),
                decode(Json.text(write, "path")),
                Json.text(write, "query"),
                Json.text(write, "contentType"),
                write.get("body"));
    }

    private void watch(FakePath path, Map<String, String> query, DoorReply reply) {
        ByteSink sink = reply.begin(200, Map.of("content-type", List.of("application/json")));
        WatchWriter writer = new WatchWriter(sink);
        try (Watch watch = client.watch(path.type(), path.namespace(), query, writer)) {
            reply.onCancel(watch::close);
            writer.awaitEnd(Integer.parseInt(query.getOrDefault("timeoutSeconds", "3600")));
            sink.close();
        } catch (IOException gone) {
            // nobody listens any more
        }
    }

    private static String decode(String path) {
        return PercentCoding.decode(path);
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        for (String part : raw.split("&")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                query.put(
                        part.substring(0, equals),
                        URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    private static void send(DoorReply reply, int code, JsonNode body) {
        byte[] bytes = Json.bytes(body);
        Map<String, List<String>> headers =
                Map.of(
                        "content-type",
                        List.of("application/json"),
                        "content-length",
                        List.of(Integer.toString(bytes.length)));
        try (ByteSink sink = reply.begin(code, headers)) {
            sink.write(bytes);
        } catch (IOException gone) {
            // nobody listens any more
        }
    }
}
