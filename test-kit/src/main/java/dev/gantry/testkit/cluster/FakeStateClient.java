package dev.gantry.testkit.cluster;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiException;
import dev.gantry.client.Fence;
import dev.gantry.client.StateClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The client side of {@link FakeCluster}. */
final class FakeStateClient implements StateClient {

    private final FakeCluster cluster;
    private final @Nullable Fence fence;
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

    FakeStateClient(FakeCluster cluster, @Nullable Fence fence) {
        this.cluster = cluster;
        this.fence = fence;
    }

    @Override
    public @Nullable ObjectNode get(ResourceType type, String namespace, String name) {
        ObjectNode found = cluster.read(s -> s.find(FakeCluster.keyOf(type, namespace, name)));
        return found == null ? null : found.deepCopy();
    }

    @Override
    public Listing list(ResourceType type, String namespace, Map<String, String> query) {
        return cluster.read(
                s ->
                        new Listing(
                                s
                                        .list(
                                                type.groupResource(),
                                                namespace,
                                                Selection.of(namespace, query))
                                        .stream()
                                        .map(o -> (JsonNode) o.deepCopy())
                                        .toList(),
                                s.revision(),
                                ""));
    }

    @Override
    public ObjectNode create(ResourceType type, String namespace, JsonNode object) {
        return (ObjectNode) write(Write.create(type, namespace, object));
    }

    @Override
    public ObjectNode update(ResourceType type, JsonNode object) {
        return update(type, object, "");
    }

    @Override
    public ObjectNode update(ResourceType type, JsonNode object, String subresource) {
        return (ObjectNode) write(Write.update(type, object, subresource));
    }

    @Override
    public ObjectNode patch(
            ResourceType type,
            String namespace,
            String name,
            String subresource,
            String contentType,
            JsonNode patch) {
        return (ObjectNode)
                write(Write.patch(type, namespace, name, subresource, contentType, patch));
    }

    @Override
    public JsonNode delete(
            ResourceType type, String namespace, String name, @Nullable JsonNode options) {
        return write(
                Write.delete(type, namespace, name, options == null ? Json.object() : options));
    }

    @Override
    public List<WriteResult> writeAll(List<WriteGroup> groups) {
        return groups.stream().map(this::group).toList();
    }

    private WriteResult group(WriteGroup group) {
        List<JsonNode> written = new ArrayList<>();
        try {
            String what =
                    String.join("; ", group.writes().stream().map(FakeStateClient::say).toList());
            cluster.write(
                    what,
                    () -> {
                        checkFence();
                        group.writes().forEach(w -> written.add(apply(w)));
                        return written;
                    });
            return new WriteResult.Written(List.copyOf(written));
        } catch (ApiException e) {
            return new WriteResult.Refused(written.size(), e.error());
        }
    }

    private JsonNode write(Write write) {
        return cluster.write(
                say(write),
                () -> {
                    checkFence();
                    return apply(write);
                });
    }

    private static String say(Write write) {
        return write.method() + " " + write.path();
    }

    private void checkFence() {
        if (fence == null) {
            return;
        }
        ResourceType leases = Catalog.builtIn().require("leases.coordination.k8s.io");
        ObjectNode lease =
                cluster.store().find(FakeCluster.keyOf(leases, fence.namespace(), fence.lease()));
        if (!Json.text(lease, "spec", "holderIdentity").equals(fence.holder())
                || Json.at(lease, "spec", "leaseTransitions").asInt(0) != fence.transitions()) {
            throw ApiError.conflict(
                            leases.group(),
                            leases.resource(),
                            fence.lease(),
                            "the lease is not held by " + fence.holder())
                    .exception();
        }
    }

    private JsonNode apply(Write write) {
        FakePath path = FakePath.parse(write.path());
        JsonNode body = write.body() == null ? Json.object() : write.body();
        JsonNode result =
                switch (write.method()) {
                    case "POST" -> post(path, body);
                    case "PUT" -> put(path, body);
                    case "PATCH" -> patch(path, write.contentType(), body);
                    case "DELETE" ->
                            cluster.store()
                                    .delete(path.type(), path.namespace(), path.name(), body);
                    default -> throw ApiError.methodNotAllowed().exception();
                };
        return result.deepCopy();
    }

    private JsonNode post(FakePath path, JsonNode body) {
        return switch (path.subresource()) {
            case "" -> cluster.store().create(path.type(), path.namespace(), body);
            case "binding" -> bind(path, body);
            case "eviction" ->
                    cluster.store()
                            .delete(
                                    path.type(),
                                    path.namespace(),
                                    path.name(),
                                    body.get("deleteOptions"));
            default -> throw ApiError.pathNotFound().exception();
        };
    }

    private JsonNode bind(FakePath path, JsonNode binding) {
        ObjectNode pod = live(path).deepCopy();
        String uid = Json.text(binding, "metadata", "uid");
        String node = Json.text(binding, "target", "name");
        String bound = Json.text(pod, "spec", "nodeName");
        boolean other = !uid.isEmpty() && !uid.equals(Json.text(pod, "metadata", "uid"));
        if (other || pod.path("metadata").hasNonNull("deletionTimestamp")) {
            throw ApiError.conflict("", "pods/binding", path.name(), "the pod is another or goes")
                    .exception();
        }
        if (!bound.isEmpty() && !bound.equals(node)) {
            throw ApiError.conflict(
                            "",
                            "pods/binding",
                            path.name(),
                            "pod " + path.name() + " is already assigned to node \"" + bound + "\"")
                    .exception();
        }
        Json.child(pod, "spec").put("nodeName", node);
        cluster.store().update(path.type(), pod, "");
        return ApiStatus.success();
    }

    private ObjectNode live(FakePath path) {
        return cluster.store()
                .require(
                        path.type(), FakeCluster.keyOf(path.type(), path.namespace(), path.name()));
    }

    private JsonNode put(FakePath path, JsonNode body) {
        if (path.subresource().equals("scale")) {
            return scale(path, Json.at(body, "spec", "replicas"));
        }
        return cluster.store().update(path.type(), body, storedPart(path.subresource()));
    }

    private JsonNode scale(FakePath path, JsonNode replicas) {
        ObjectNode next = live(path).deepCopy();
        Json.child(next, "spec").set("replicas", replicas);
        return cluster.store().update(path.type(), next, "");
    }

    private static String storedPart(String subresource) {
        return switch (subresource) {
            case "", "finalize", "resize", "ephemeralcontainers" -> "";
            case "status" -> "status";
            default -> throw ApiError.pathNotFound().exception();
        };
    }

    private JsonNode patch(FakePath path, String contentType, JsonNode patch) {
        if (path.subresource().equals("scale")) {
            return scale(path, Json.at(patch, "spec", "replicas"));
        }
        ObjectNode next = live(path).deepCopy();
        next.withObject("metadata").remove("resourceVersion");
        FakePatches.apply(next, contentType, patch);
        return cluster.store().update(path.type(), next, storedPart(path.subresource()));
    }

    @Override
    public StateClient fenced(Fence fence) {
        return new FakeStateClient(cluster, fence);
    }

    @Override
    public Watch watch(
            ResourceType type, String namespace, Map<String, String> query, WatchHandler handler) {
        FakeWatch watch =
                new FakeWatch(cluster, type, Selection.of(namespace, query), query, handler);
        watches.add(watch);
        watch.start();
        return watch;
    }

    void close() {
        watches.forEach(Watch::close);
    }
}
