package dev.gantry.client.informer;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.client.StateClient;
import dev.gantry.client.StateClient.ByteListing;
import dev.gantry.client.StateClient.Watch;
import dev.gantry.client.StateClient.WatchHandler;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A kind, or a selected part of one, read through a client.
 *
 * @param selectors labelSelector and fieldSelector, where wanted
 */
record ClientSource(
        StateClient client, ResourceType type, String namespace, Map<String, String> selectors)
        implements ObjectSource {

    @Override
    public Snapshot list() {
        ByteListing listing = client.listBytes(type, namespace, selectors);
        return new Snapshot(
                listing.items().stream().map(Document::of).toList(), listing.revision());
    }

    private static Document document(JsonNode item) {
        JsonNode metadata = item.path("metadata");
        return new Document(
                Json.text(metadata, "namespace"),
                Json.text(metadata, "name"),
                Json.text(metadata, "uid"),
                Long.parseLong(metadata.path("resourceVersion").asString("0")),
                Json.bytes(item));
    }

    @Override
    public Watch watch(long revision, WatchHandler handler) {
        Map<String, String> query = new HashMap<>(selectors);
        query.put("resourceVersion", Long.toString(revision));
        query.put("allowWatchBookmarks", "true");
        return client.watch(type, namespace, query, handler);
    }

    @Override
    public @Nullable Document get(String objectNamespace, String name) {
        JsonNode found = client.get(type, objectNamespace, name);
        return found == null ? null : document(found);
    }
}
