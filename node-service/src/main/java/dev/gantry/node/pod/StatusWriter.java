package dev.gantry.node.pod;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiException;
import dev.gantry.client.StateClient;
import dev.gantry.client.StateClient.Write;
import dev.gantry.client.StateClient.WriteGroup;
import dev.gantry.client.StateClient.WriteResult;
import dev.gantry.node.runtime.PodRef;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes pod status in bulk, the newest of each pod only. One thread; what comes while it writes
 * goes together next. Every write carries the pod's uid, so that a status never lands on a
 * successor of the same name. Bounded by the number of pods.
 */
public final class StatusWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);
    private static final ResourceType PODS = Catalog.builtIn().require("pods");
    private static final String PATCH = "application/strategic-merge-patch+json";
    private static final int BATCH = 100;

    /** A conflict is mostly another pod of the same name, which does not change. */
    private static final int MOST_CONFLICTS = 3;

    private static final long PAUSE_MILLIS = 500;

    private final StateClient state;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final Map<String, Pending> pending = new LinkedHashMap<>();
    private final Thread thread;
    private boolean closed;

    /** Told once the status it came with, or a newer one, is stored or can never be. */
    public interface Stored {
        /**
         * @param revision the pod's, 0 when it was not stored
         */
        void stored(long revision);
    }

    private record Pending(
            PodRef pod,
            PodStatus status,
            @Nullable String traceParent,
            Stored stored,
            int conflicts) {
        Pending onceMore() {
            return new Pending(pod, status, traceParent, stored, conflicts + 1);
        }
    }

    public StatusWriter(StateClient state, String name) {
        this.state = state;
        this.thread = Thread.ofVirtual().name("node-status-" + name).start(this::run);
    }

    /**
     * Replaces what waits for the same pod. Never blocks.
     *
     * @param traceParent W3C trace context of what led to it, or null
     */
    void write(PodRef pod, PodStatus status, @Nullable String traceParent, Stored stored) {
        lock.lock();
        try {
            pending.put(pod.uid(), new Pending(pod, status, traceParent, stored, 0));
            more.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            for (List<Pending> batch = take(); !batch.isEmpty(); batch = take()) {
                writeAll(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Empty when closed. */
    private List<Pending> take() throws InterruptedException {
        lock.lock();
        try {
            while (pending.isEmpty() && !closed) {
                more.await();
            }
            List<Pending> batch = new ArrayList<>();
            for (var i = pending.values().iterator(); i.hasNext() && batch.size() < BATCH; ) {
                batch.add(i.next());
                i.remove();
            }
            return closed ? List.of() : batch;
        } finally {
            lock.unlock();
        }
    }

    private void writeAll(List<Pending> batch) throws InterruptedException {
        List<WriteResult> results;
        try {
            results = state.writeAll(batch.stream().map(StatusWriter::group).toList());
        } catch (ApiException e) {
            LOG.atWarn().addKeyValue("why", e.getMessage()).log("pod status not written yet");
            batch.forEach(this::again);
            Thread.sleep(PAUSE_MILLIS);
            return;
        }
        boolean pause = false;
        for (int i = 0; i < batch.size(); i++) {
            pause |= !handled(batch.get(i), results.get(i));
        }
        if (pause) {
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private boolean handled(Pending one, WriteResult result) {
        return switch (result) {
            case WriteResult.Written written -> {
                one.stored().stored(written.revision());
                yield true;
            }
            case WriteResult.Refused refused -> refused(one, refused.error());
        };
    }

    private boolean refused(Pending one, ApiError error) {
        if (error.code() == 404) {
            one.stored().stored(0);
            return true;
        }
        if (error.code() == 409 && one.conflicts() < MOST_CONFLICTS) {
            again(one.onceMore());
            return false;
        }
        LOG.atWarn()
                .addKeyValue("namespace", one.pod().namespace())
                .addKeyValue("name", one.pod().name())
                .addKeyValue("why", error.message())
                .log("pod status refused");
        if (error.code() == 429 || error.code() >= 500) {
            again(one);
            return false;
        }
        one.stored().stored(0);
        return true;
    }

    /** Unless a newer one waits. */
    private void again(Pending one) {
        lock.lock();
        try {
            pending.putIfAbsent(one.pod().uid(), one);
        } finally {
            lock.unlock();
        }
    }

    private static WriteGroup group(Pending one) {
        ObjectNode patch = Json.object();
        patch.putObject("metadata").put("uid", one.pod().uid());
        patch.set("status", statusPatch(one.status()));
        return WriteGroup.of(
                        Write.patch(
                                PODS,
                                one.pod().namespace(),
                                one.pod().name(),
                                "status",
                                PATCH,
                                patch))
                .causedBy(one.traceParent());
    }

    /** What a status no longer has is removed. */
    private static ObjectNode statusPatch(PodStatus status) {
        ObjectNode patch = Json.tree(status);
        patch.properties().removeIf(e -> e.getValue().isNull());
        for (String optional : List.of("reason", "message")) {
            if (!patch.has(optional)) {
                patch.putNull(optional);
            }
        }
        return patch;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            more.signal();
        } finally {
            lock.unlock();
        }
        thread.interrupt();
    }
}
