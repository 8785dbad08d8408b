package dev.gantry.state.request;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.json.Json;
import dev.gantry.state.admission.ClusterReads;
import dev.gantry.state.store.ObjectStore;
import dev.gantry.state.store.StoredObject;
import dev.gantry.state.watchcache.CachedObject;
import dev.gantry.state.watchcache.WatchCache;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The cluster as admission sees it: from the watch cache, but that something does not exist is
 * asked of the store, so that what was just created counts.
 */
public record CachedClusterReads(ObjectStore store, WatchCache cache) implements ClusterReads {

    @Override
    public @Nullable ObjectNode get(ObjectKey key) {
        CachedObject cached = cache.get(key);
        StoredObject found = cached == null ? store.read(key) : cached.stored();
        return found == null ? null : tree(found);
    }

    @Override
    public @Nullable ObjectNode current(ObjectKey key) {
        StoredObject found = store.read(key);
        return found == null ? null : tree(found);
    }

    @Override
    public List<ObjectNode> list(String groupResource, String namespace) {
        return cache.list(groupResource, namespace).objects().stream()
                .map(object -> tree(object.stored()))
                .toList();
    }

    private static ObjectNode tree(StoredObject object) {
        return (ObjectNode) Json.parse(object.rendered());
    }
}
