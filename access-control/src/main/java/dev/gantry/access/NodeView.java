package dev.gantry.access;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a node's rights depend on: which pods are bound to it. Kept current by whoever authorizes,
 * from its watch cache or an informer. Reads cost no I/O.
 */
public interface NodeView {

    /** The node that a pod is bound to, empty while it is bound to none, null for no such pod. */
    @Nullable String nodeOf(String namespace, String pod);

    /** The documents of the pods bound to a node. O(pods of the node). */
    Iterable<JsonNode> podsOf(String node);

    /** Knows no pod: a node may then touch none. */
    static NodeView empty() {
        return new NodeView() {
            @Override
            public @Nullable String nodeOf(String namespace, String pod) {
                return null;
            }

            @Override
            public Iterable<JsonNode> podsOf(String node) {
                return List.of();
            }
        };
    }
}
