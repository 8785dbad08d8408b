package dev.gantry.reconciler.cluster;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.status.ApiError;
import dev.gantry.client.Fence;
import dev.gantry.client.StateClient;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A client whose next writes may fail, before they happen or after. */
final class UnreliableClient implements StateClient {

    /** What happens to a write. */
    enum Fault {
        /** It does not happen. */
        REFUSED,
        /** It happens, and the answer is lost. */
        ANSWER_LOST
    }

    private final StateClient client;
    private final Deque<Fault> faults = new ArrayDeque<>();

    UnreliableClient(StateClient client) {
        this.client = client;
    }

    void next(Fault fault) {
        faults.add(fault);
    }

    void recover() {
        faults.clear();
    }

    private <T> T write(Supplier<T> write) {
        Fault fault = faults.poll();
        if (fault == null) {
            return write.get();
        }
        T lost = fault == Fault.ANSWER_LOST ? write.get() : null;
        throw ApiError.unavailable(lost == null ? "refused" : "answer lost").exception();
    }

    @Override
    public @Nullable ObjectNode get(ResourceType type, String namespace, String name) {
        return client.get(type, namespace, name);
    }

    @Override
    public Listing list(ResourceType type, String namespace, Map<String, String> query) {
        return client.list(type, namespace, query);
    }

    @Override
    public ObjectNode create(ResourceType type, String namespace, JsonNode object) {
        return write(() -> client.create(type, namespace, object));
    }

    @Override
    public ObjectNode update(ResourceType type, JsonNode object) {
        return write(() -> client.update(type, object));
    }

    @Override
    public ObjectNode update(ResourceType type, JsonNode object, String subresource) {
        return write(() -> client.update(type, object, subresource));
    }

    @Override
    public ObjectNode patch(
            ResourceType type,
            String namespace,
            String name,
            String subresource,
            String contentType,
            JsonNode patch) {
        return write(() -> client.patch(type, namespace, name, subresource, contentType, patch));
    }

    @Override
    public JsonNode delete(
            ResourceType type, String namespace, String name, @Nullable JsonNode options) {
        return write(() -> client.delete(type, namespace, name, options));
    }

    @Override
    public List<WriteResult> writeAll(List<WriteGroup> groups) {
        return write(() -> client.writeAll(groups));
    }

    @Override
    public StateClient fenced(Fence fence) {
        return this;
    }

    @Override
    public Watch watch(
            ResourceType type, String namespace, Map<String, String> query, WatchHandler handler) {
        return client.watch(type, namespace, query, handler);
    }
}
