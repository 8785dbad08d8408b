package dev.gantry.controller;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.client.Fence;
import dev.gantry.client.StateClient;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A client whose writes the reconcile loop remembers, so that a key is decided again only once the
 * informers have seen them. Outside of a reconciliation it only passes on.
 */
public class RememberingClient implements StateClient {

    private final StateClient client;

    public RememberingClient(StateClient client) {
        this.client = client;
    }

    /** Where calls go. */
    protected StateClient target() {
        return client;
    }

    @Override
    public @Nullable ObjectNode get(ResourceType type, String namespace, String name) {
        return target().get(type, namespace, name);
    }

    @Override
    public Listing list(ResourceType type, String namespace, Map<String, String> query) {
        return target().list(type, namespace, query);
    }

    @Override
    public ObjectNode create(ResourceType type, String namespace, JsonNode object) {
        return noted(type, target().create(type, namespace, object));
    }

    @Override
    public ObjectNode update(ResourceType type, JsonNode object) {
        return noted(type, target().update(type, object));
    }

    @Override
    public ObjectNode update(ResourceType type, JsonNode object, String subresource) {
        return noted(type, target().update(type, object, subresource));
    }

    @Override
    public ObjectNode patch(
            ResourceType type,
            String namespace,
            String name,
            String subresource,
            String contentType,
            JsonNode patch) {
        return noted(type, target().patch(type, namespace, name, subresource, contentType, patch));
    }

    private static ObjectNode noted(ResourceType type, ObjectNode stored) {
        note(type.groupResource(), stored);
        return stored;
    }

    private static void note(String groupResource, JsonNode stored) {
        if (OwnWrites.CURRENT.isBound()) {
            OwnWrites.CURRENT.get().wrote(groupResource, stored);
        }
    }

    @Override
    public JsonNode delete(
            ResourceType type, String namespace, String name, @Nullable JsonNode options) {
        JsonNode reply = target().delete(type, namespace, name, options);
        noteDeletion(type.groupResource(), namespace, name, options, reply);
        return reply;
    }

    /** A deletion that only began answers with the object and its revision, others with less. */
    private static void noteDeletion(
            String groupResource,
            String namespace,
            String name,
            @Nullable JsonNode options,
            JsonNode reply) {
        if (!OwnWrites.CURRENT.isBound()) {
            return;
        }
        String uid = Json.text(options, "preconditions", "uid");
        if (stays(reply.path("metadata"))) {
            note(groupResource, reply);
        } else if (!uid.isEmpty()) {
            OwnWrites.CURRENT.get().deleted(groupResource, namespace, name, uid);
        }
    }

    private static boolean stays(JsonNode metadata) {
        return metadata.hasNonNull("deletionTimestamp")
                && (!metadata.path("finalizers").isEmpty()
                        || metadata.path("deletionGracePeriodSeconds").asLong(0) > 0);
    }

    @Override
    public List<WriteResult> writeAll(List<WriteGroup> groups) {
        List<WriteResult> results = target().writeAll(groups);
        for (int i = 0; i < results.size(); i++) {
            switch (results.get(i)) {
                case WriteResult.Written written -> note(groups.get(i), written);
                case WriteResult.Refused refused -> {
                    // the caller sees it; nothing was written
                }
            }
        }
        return results;
    }

    private static void note(WriteGroup group, WriteResult.Written written) {
        for (int i = 0; i < written.objects().size(); i++) {
            JsonNode object = written.objects().get(i);
            Write write = group.writes().get(i);
            Place place = Place.of(write.path());
            if (place == null) {
                continue;
            }
            if (write.method().equals("DELETE")) {
                noteDeletion(
                        place.groupResource, place.namespace, place.name, write.body(), object);
            } else {
                note(place.groupResource, object);
            }
        }
    }

    /** Where a write went, read off its path. */
    private record Place(String groupResource, String namespace, String name) {

        static @Nullable Place of(String path) {
            String[] steps = path.substring(1).split("/");
            boolean core = steps[0].equals("api");
            int at = core ? 2 : 3;
            String namespace = "";
            if (steps.length > at + 2 && steps[at].equals("namespaces")) {
                namespace = steps[at + 1];
                at += 2;
            }
            if (steps.length <= at) {
                return null;
            }
            String resource = steps[at];
            String name = steps.length > at + 1 ? steps[at + 1] : "";
            if (!namespace.isEmpty()
                    && (resource.equals("status") || resource.equals("finalize"))) {
                return new Place("namespaces", "", namespace);
            }
            return Catalog.builtIn()
                    .find(core ? "" : steps[1], steps[core ? 1 : 2], resource)
                    .map(t -> new Place(t.groupResource(), placeNamespace(t, path), name))
                    .orElse(null);
        }

        private static String placeNamespace(ResourceType type, String path) {
            if (!type.namespaced()) {
                return "";
            }
            String[] steps = path.split("/namespaces/", 2);
            return steps.length < 2 ? "" : steps[1].split("/", 2)[0];
        }
    }

    @Override
    public StateClient fenced(Fence fence) {
        return new RememberingClient(target().fenced(fence));
    }

    @Override
    public Watch watch(
            ResourceType type, String namespace, Map<String, String> query, WatchHandler handler) {
        return target().watch(type, namespace, query, handler);
    }
}
