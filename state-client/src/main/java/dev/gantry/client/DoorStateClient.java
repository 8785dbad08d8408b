package dev.gantry.client;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiException;
import dev.gantry.client.door.Caller;
import dev.gantry.client.door.DoorRequest;
import dev.gantry.client.door.StateDoor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The client of any {@link StateDoor}, speaking as one caller.
 *
 * <p>429 and 503 are tried again a few times, honouring Retry-After: reads always, writes only
 * where the server asks for it, which it does when nothing was committed.
 */
public final class DoorStateClient implements StateClient {

    private final StateDoor door;
    private final Caller caller;
    private final Supplier<@Nullable String> traceParent;
    private final @Nullable Fence fence;
    private final Retries retries;

    public DoorStateClient(StateDoor door, Caller caller) {
        this(door, caller, () -> null);
    }

    /**
     * @param traceParent the W3C trace context of the calling thread, null for none
     */
    public DoorStateClient(StateDoor door, Caller caller, Supplier<@Nullable String> traceParent) {
        this(door, caller, traceParent, null, Retries.USUAL);
    }

    private DoorStateClient(
            StateDoor door,
            Caller caller,
            Supplier<@Nullable String> traceParent,
            @Nullable Fence fence,
            Retries retries) {
        this.door = door;
        this.caller = caller;
        this.traceParent = traceParent;
        this.fence = fence;
        this.retries = retries;
    }

    @Override
    public @Nullable ObjectNode get(ResourceType type, String namespace, String name) {
        try {
            return (ObjectNode) call("GET", type.path(namespace, name), "", "", new byte[0]);
        } catch (ApiException e) {
            if (e.error().code() == 404) {
                return null;
            }
            throw e;
        }
    }

    @Override
    public Listing list(ResourceType type, String namespace, Map<String, String> query) {
        JsonNode list = call("GET", type.path(namespace), Paths.query(query), "", new byte[0]);
        JsonNode metadata = list.path("metadata");
        return new Listing(
                list.path("items").valueStream().toList(),
                Long.parseLong(metadata.path("resourceVersion").asString("0")),
                Json.text(metadata, "continue"));
    }

    @Override
    public ByteListing listBytes(ResourceType type, String namespace, Map<String, String> query) {
        DoorRequest request =
                request("GET", type.path(namespace), Paths.query(query), "", new byte[0]);
        return retries.run(true, () -> read(request, ListBytes::cut));
    }

    @Override
    public ObjectNode create(ResourceType type, String namespace, JsonNode object) {
        return object(Write.create(type, namespace, object));
    }

    @Override
    public ObjectNode update(ResourceType type, JsonNode object) {
        return update(type, object, "");
    }

    @Override
    public ObjectNode update(ResourceType type, JsonNode object, String subresource) {
        return object(Write.update(type, object, subresource));
    }

    @Override
    public ObjectNode patch(
            ResourceType type,
            String namespace,
            String name,
            String subresource,
            String contentType,
            JsonNode patch) {
        return object(Write.patch(type, namespace, name, subresource, contentType, patch));
    }

    @Override
    public JsonNode delete(
            ResourceType type, String namespace, String name, @Nullable JsonNode options) {
        return write(
                Write.delete(type, namespace, name, options == null ? Json.object() : options));
    }

    private ObjectNode object(Write write) {
        return (ObjectNode) write(write);
    }

    private JsonNode write(Write write) {
        byte[] body = write.body() == null ? new byte[0] : Json.bytes(write.body());
        return call(write.method(), write.path(), write.query(), write.contentType(), body);
    }

    private JsonNode call(
            String method, String path, String query, String contentType, byte[] body) {
        DoorRequest request = request(method, path, query, contentType, body);
        return retries.run(method.equals("GET"), () -> read(request, Json::parse));
    }

    private <T> T read(DoorRequest request, Function<byte[], T> reader) {
        WholeReply reply = new WholeReply();
        door.call(request, reply);
        if (!reply.ok()) {
            throw reply.error().exception();
        }
        try {
            return reader.apply(reply.body());
        } catch (JacksonException e) {
            throw ApiError.internal("the reply to " + request.path() + " is not JSON").exception();
        }
    }

    private DoorRequest request(
            String method, String path, String query, String contentType, byte[] body) {
        Map<String, List<String>> headers = new HashMap<>();
        headers.put("accept", List.of("application/json"));
        headers.put("user-agent", List.of(Paths.userAgent(caller)));
        if (body.length > 0) {
            headers.put("content-type", List.of(contentType));
        }
        if (fence != null && !method.equals("GET")) {
            headers.put(Fence.HEADER, List.of(fence.encode()));
        }
        String trace = traceParent.get();
        if (trace != null) {
            headers.put("traceparent", List.of(trace));
        }
        return new DoorRequest(caller, method, Paths.encode(path), query, headers, body);
    }

    @Override
    public List<WriteResult> writeAll(List<WriteGroup> groups) {
        return new BulkWrites(body -> call("POST", BulkWrites.PATH, "", "application/json", body))
                .write(groups);
    }

    @Override
    public StateClient fenced(Fence fence) {
        return new DoorStateClient(door, caller, traceParent, fence, retries);
    }

    @Override
    public Watch watch(
            ResourceType type, String namespace, Map<String, String> query, WatchHandler handler) {
        Map<String, String> all = new HashMap<>(query);
        all.put("watch", "true");
        DoorRequest request =
                request("GET", type.path(namespace), Paths.query(all), "", new byte[0]);
        DoorWatch watch = new DoorWatch(door, request.with(WatchLine.ASKED, "true"), handler);
        watch.start("watch-" + type.groupResource());
        return watch;
    }
}
