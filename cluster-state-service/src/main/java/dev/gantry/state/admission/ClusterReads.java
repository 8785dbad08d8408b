package dev.gantry.state.admission;

import dev.gantry.api.catalog.ObjectKey;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What admission may see of the cluster: documents in their stored version, with {@code
 * metadata.resourceVersion}. May be a little old; what must hold at the commit is a guard. The
 * trees are never changed.
 */
public interface ClusterReads {

    /** One object; null when there is none. */
    @Nullable ObjectNode get(ObjectKey key);

    /** One object as committed, past every cache: to confirm a refusal. One round trip. */
    default @Nullable ObjectNode current(ObjectKey key) {
        return get(key);
    }

    /**
     * All objects of a type, in key order.
     *
     * @param groupResource {@code pods}, {@code deployments.apps}
     * @param namespace empty for all namespaces and for cluster-scoped types
     */
    List<ObjectNode> list(String groupResource, String namespace);
}
