package dev.gantry.state.customresource.definition;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.client.StateClient;
import dev.gantry.client.StateClient.Write;
import dev.gantry.client.StateClient.WriteGroup;
import dev.gantry.client.StateClient.WriteResult;
import dev.gantry.state.served.ServedTypes;
import dev.gantry.state.store.ObjectStore;
import dev.gantry.state.store.StoredObject;
import dev.gantry.state.watchcache.CachedObject;
import dev.gantry.state.watchcache.WatchCache;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is written about definitions and, when one ends, about its objects. Thread-safe. */
public final class DefinitionWrites {

    static final String FINALIZER = "customresourcecleanup.apiextensions.k8s.io";

    private static final Logger LOG = LoggerFactory.getLogger(DefinitionWrites.class);
    private static final String QUERY = "fieldManager=kube-apiserver";
    private static final String ACTOR = "system:apiserver";
    private static final int CHUNK = 200;

    private final StateClient client;
    private final ServedTypes types;
    private final WatchCache cache;
    private final ObjectStore store;

    /**
     * @param client speaks as a superuser
     */
    public DefinitionWrites(
            StateClient client, ServedTypes types, WatchCache cache, ObjectStore store) {
        this.client = client;
        this.types = types;
        this.cache = cache;
        this.store = store;
    }

    /** What writes a definition's status. */
    WriteGroup status(ObjectNode definition) {
        return put(definition, "/status");
    }

    private static WriteGroup put(ObjectNode definition, String subresource) {
        String path =
                "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/"
                        + Json.text(definition, "metadata", "name")
                        + subresource;
        return WriteGroup.of(new Write("PUT", path, QUERY, "application/json", definition));
    }

    /** Writes; false when something was refused, as when somebody was faster. */
    boolean written(List<WriteGroup> groups) {
        boolean all = true;
        for (int from = 0; from < groups.size(); from += CHUNK) {
            int to = Math.min(groups.size(), from + CHUNK);
            for (WriteResult result : client.writeAll(groups.subList(from, to))) {
                if (result instanceof WriteResult.Refused refused) {
                    told(refused.error());
                    all = false;
                }
            }
        }
        return all;
    }

    private static void told(ApiError error) {
        if (error.code() != 409 && error.code() != 404) {
            LOG.atWarn()
                    .addKeyValue("why", error.message())
                    .log("a write about a custom resource definition was refused");
        }
    }

    /**
     * What brings a definition that is being deleted one step further: deletes its objects, some at
     * a time, and lets it go when there are none. Nothing is created under it any more.
     */
    List<WriteGroup> end(JsonNode definition) {
        if (!holds(definition)) {
            return List.of();
        }
        String group = Json.text(definition, "spec", "group");
        String resource = Json.text(definition, "spec", "names", "plural");
        String storage = resource + "." + group;
        List<CachedObject> objects = cache.list(storage, "").objects();
        if (objects.isEmpty()) {
            return List.of(release(definition));
        }
        return delete(
                types.ofGroupResource(storage),
                objects.subList(0, Math.min(objects.size(), CHUNK)));
    }

    /** Whether a definition still waits for its objects to be gone. */
    boolean holds(JsonNode definition) {
        for (JsonNode finalizer : definition.path("metadata").path("finalizers")) {
            if (finalizer.asString("").equals(FINALIZER)) {
                return true;
            }
        }
        return false;
    }

    private List<WriteGroup> delete(Optional<ResourceType> type, List<CachedObject> objects) {
        if (type.isEmpty()) {
            objects.forEach(object -> deleteUnserved(object.stored()));
            return List.of();
        }
        return objects.stream()
                .map(object -> object.stored().key())
                .map(key -> WriteGroup.of(deletion(type.get(), key)))
                .toList();
    }

    private static Write deletion(ResourceType type, ObjectKey key) {
        return new Write("DELETE", type.path(key.namespace(), key.name()), "", "", null);
    }

    /** Objects of a definition that serves no version have no path; nobody can hold them. */
    private void deleteUnserved(StoredObject object) {
        store.commit(
                new dev.gantry.state.store.WriteGroup(
                        List.of(
                                new dev.gantry.state.store.Write.Delete(
                                        object.key(),
                                        object.uid(),
                                        object.body(),
                                        object.spliceAt(),
                                        object.revision())),
                        List.of(),
                        ACTOR,
                        null));
    }

    private static WriteGroup release(JsonNode definition) {
        ObjectNode released = (ObjectNode) definition.deepCopy();
        ArrayNode left = Json.MAPPER.createArrayNode();
        for (JsonNode finalizer : definition.path("metadata").path("finalizers")) {
            if (!finalizer.asString("").equals(FINALIZER)) {
                left.add(finalizer);
            }
        }
        Json.child(released, "metadata").set("finalizers", left);
        return put(released, "");
    }
}
