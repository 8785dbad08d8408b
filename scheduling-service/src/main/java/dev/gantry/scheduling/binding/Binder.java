package dev.gantry.scheduling.binding;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.client.StateClient;
import dev.gantry.client.StateClient.Write;
import dev.gantry.client.StateClient.WriteGroup;
import dev.gantry.scheduling.cluster.PodInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Tells the state service which pod goes to which node. */
public final class Binder implements AutoCloseable {

    private static final ResourceType PODS = Catalog.builtIn().require("pods");

    private final Bulk<Binding> bulk;

    /**
     * One decision.
     *
     * @param traceParent W3C trace context of what led to it, or null
     */
    public record Binding(PodInfo pod, String node, @Nullable String traceParent) {}

    /** Told how each binding ended, on some thread. */
    public interface Outcome {
        void bound(Binding binding);

        void refused(Binding binding, ApiError why);
    }

    public Binder(StateClient state, Outcome outcome) {
        bulk =
                new Bulk<>(
                        "binder",
                        state,
                        Binder::write,
                        new Bulk.Outcome<>() {
                            @Override
                            public void written(Binding binding) {
                                outcome.bound(binding);
                            }

                            @Override
                            public void refused(Binding binding, ApiError why) {
                                outcome.refused(binding, why);
                            }
                        });
    }

    /** Blocks while too many bindings wait. */
    public void bind(PodInfo pod, String node, @Nullable String traceParent)
            throws InterruptedException {
        bulk.put(new Binding(pod, node, traceParent));
    }

    private static WriteGroup write(Binding binding) {
        PodInfo pod = binding.pod();
        ObjectNode body = Json.object();
        body.put("apiVersion", "v1").put("kind", "Binding");
        body.putObject("metadata")
                .put("namespace", pod.namespace())
                .put("name", pod.name())
                .put("uid", pod.uid());
        body.putObject("target")
                .put("apiVersion", "v1")
                .put("kind", "Node")
                .put("name", binding.node());
        String path = PODS.path(pod.namespace(), pod.name()) + "/binding";
        return WriteGroup.of(new Write("POST", path, "", "application/json", body))
                .causedBy(binding.traceParent());
    }

    @Override
    public void close() {
        bulk.close();
    }
}
