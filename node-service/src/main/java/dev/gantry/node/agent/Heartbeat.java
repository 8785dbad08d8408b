package dev.gantry.node.agent;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiException;
import dev.gantry.client.StateClient;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.node.ObjectNode;

/** Keeps a node's Lease in {@code kube-node-lease} renewed: the proof that the node lives. */
final class Heartbeat {

    static final String NAMESPACE = "kube-node-lease";
    private static final ResourceType LEASES =
            Catalog.builtIn().require("leases.coordination.k8s.io");
    private static final int DURATION_SECONDS = 40;

    private final StateClient state;
    private final String node;

    Heartbeat(StateClient state, String node) {
        this.state = state;
        this.node = node;
    }

    /**
     * @param nodeUid owner of a Lease that has to be made
     * @throws ApiException when it could not be renewed
     */
    void beat(Instant now, String nodeUid) {
        ObjectNode patch = Json.object();
        patch.putObject("spec")
                .put("holderIdentity", node)
                .put("leaseDurationSeconds", DURATION_SECONDS)
                .put("renewTime", micros(now));
        try {
            state.patch(LEASES, NAMESPACE, node, "", "application/merge-patch+json", patch);
        } catch (ApiException e) {
            if (e.error().code() != 404) {
                throw e;
            }
            state.create(LEASES, NAMESPACE, lease(patch, nodeUid));
        }
    }

    private ObjectNode lease(ObjectNode patch, String nodeUid) {
        ObjectNode lease = Json.object();
        lease.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
        ObjectNode metadata = lease.putObject("metadata");
        metadata.put("name", node).put("namespace", NAMESPACE);
        metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", "v1")
                .put("kind", "Node")
                .put("name", node)
                .put("uid", nodeUid);
        lease.set("spec", patch.get("spec"));
        return lease;
    }

    /** As Kubernetes' MicroTime is written. */
    private static String micros(Instant time) {
        Instant cut = time.truncatedTo(ChronoUnit.MICROS);
        return "%s.%06dZ"
                .formatted(
                        cut.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", ""),
                        cut.getNano() / 1000);
    }
}
