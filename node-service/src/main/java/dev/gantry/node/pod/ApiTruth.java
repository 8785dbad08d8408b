package dev.gantry.node.pod;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.client.StateClient;
import dev.gantry.node.runtime.PodRef;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the API says of a node's pods when asked consistently: the only ground on which a pod is
 * removed. Every answer may be an {@code ApiException}: then nothing is known.
 */
record ApiTruth(StateClient state, String node) {

    private static final ResourceType PODS = Catalog.builtIn().require("pods");

    /** No such pod, or another one of its name, or one of another node. */
    boolean isGone(PodRef ref) {
        ObjectNode now = state.get(PODS, ref.namespace(), ref.name());
        return now == null
                || !Json.text(now, "metadata", "uid").equals(ref.uid())
                || !Json.text(now, "spec", "nodeName").equals(node);
    }

    /** The uids of all pods that are bound here. */
    Set<String> bound() {
        return state
                .list(PODS, "", Map.of("fieldSelector", "spec.nodeName=" + node))
                .items()
                .stream()
                .map(pod -> Json.text(pod, "metadata", "uid"))
                .collect(Collectors.toSet());
    }
}
