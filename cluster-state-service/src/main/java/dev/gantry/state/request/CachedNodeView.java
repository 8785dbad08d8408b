package dev.gantry.state.request;

import dev.gantry.access.NodeView;
import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.json.Json;
import dev.gantry.state.watchcache.CachedObject;
import dev.gantry.state.watchcache.WatchCache;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Pods by node as the watch cache has them. A look at one node's pods is O(all pods), unparsed. */
record CachedNodeView(WatchCache cache) implements NodeView {

    private static final String NODE = "spec.nodeName";

    @Override
    public @Nullable String nodeOf(String namespace, String pod) {
        CachedObject found = cache.get(new ObjectKey("pods", namespace, pod));
        return found == null ? null : found.fields().getOrDefault(NODE, "");
    }

    @Override
    public Iterable<JsonNode> podsOf(String node) {
        List<JsonNode> pods = new ArrayList<>();
        for (CachedObject pod : cache.list("pods", "").objects()) {
            if (node.equals(pod.fields().get(NODE))) {
                pods.add(Json.parse(pod.stored().body()));
            }
        }
        return pods;
    }
}
