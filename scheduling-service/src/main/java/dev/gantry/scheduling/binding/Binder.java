package dev.gantry.scheduling.binding;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiException;
import dev.gantry.client.StateClient;
import dev.gantry.client.StateClient.Write;
import dev.gantry.client.StateClient.WriteGroup;
import dev.gantry.client.StateClient.WriteResult;
import dev.gantry.scheduling.cluster.PodInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends bindings in bulk: what has gathered goes as one call, at most 256 bindings in a call and
 * eight calls at a time. {@link #bind} blocks while 4,096 wait.
 */
public final class Binder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Binder.class);
    private static final ResourceType PODS = Catalog.builtIn().require("pods");
    private static final int LARGEST_BATCH = 256;

    private final StateClient state;
    private final Outcome outcome;
    private final BlockingQueue<Binding> waiting = new ArrayBlockingQueue<>(4096);
    private final Semaphore calls = new Semaphore(8);
    private final Thread thread;

    /** One decision. */
    public record Binding(PodInfo pod, String node) {}

    /** Told how each binding ended; on some thread of the binder. */
    public interface Outcome {
        void bound(Binding binding);

        void refused(Binding binding, ApiError why);
    }

    public Binder(StateClient state, Outcome outcome) {
        this.state = state;
        this.outcome = outcome;
        this.thread = Thread.ofPlatform().name("scheduling-binder").daemon().start(this::run);
    }

    public void bind(PodInfo pod, String node) throws InterruptedException {
        waiting.put(new Binding(pod, node));
    }

    private void run() {
        try {
            while (true) {
                List<Binding> batch = new ArrayList<>();
                batch.add(waiting.take());
                calls.acquire();
                waiting.drainTo(batch, LARGEST_BATCH - 1);
                Thread.ofVirtual()
                        .name("scheduling-bind")
                        .start(
                                () -> {
                                    try {
                                        send(batch);
                                    } finally {
                                        calls.release();
                                    }
                                });
            }
        } catch (InterruptedException closed) {
            LOG.debug("the binder ends");
        }
    }

    private void send(List<Binding> batch) {
        List<WriteGroup> groups = batch.stream().map(b -> WriteGroup.of(write(b))).toList();
        try {
            List<WriteResult> results = state.writeAll(groups);
            for (int i = 0; i < batch.size(); i++) {
                switch (results.get(i)) {
                    case WriteResult.Written written -> outcome.bound(batch.get(i));
                    case WriteResult.Refused refused ->
                            outcome.refused(batch.get(i), refused.error());
                }
            }
        } catch (ApiException e) {
            batch.forEach(b -> outcome.refused(b, e.error()));
        } catch (RuntimeException bug) {
            LOG.error("bindings were not sent", bug);
            batch.forEach(b -> outcome.refused(b, ApiError.internal(String.valueOf(bug))));
        }
    }

    private static Write write(Binding binding) {
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
        return new Write("POST", path, "", "application/json", body);
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
