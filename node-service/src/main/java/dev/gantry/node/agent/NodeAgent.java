package dev.gantry.node.agent;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiException;
import dev.gantry.client.StateClient;
import dev.gantry.node.runtime.ContainerRuntime;
import dev.gantry.node.runtime.EngineException;
import dev.gantry.node.runtime.EngineInfo;
import dev.gantry.node.runtime.ImageInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Registers one node and keeps its object and Lease current. Its own thread; tells the API at once
 * when {@link #look} is called after something has changed.
 */
public final class NodeAgent implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeAgent.class);
    private static final ResourceType NODES = Catalog.builtIn().require("nodes");
    private static final String STRATEGIC = "application/strategic-merge-patch+json";
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final NodeIdentity identity;
    private final StateClient state;
    private final ContainerRuntime runtime;
    private final Supplier<Optional<String>> trouble;
    private final Periods periods;
    private final InstantSource clock;
    private final NodeDocument document;
    private final Heartbeat heartbeat;
    private final Pulse pulse = new Pulse();
    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable EngineInfo engine;
    private @Nullable JsonNode conditions;
    private List<ImageInfo> images = List.of();
    private List<NodeCondition> told = List.of();
    private @Nullable ObjectNode toldStatus;
    private Instant toldAt = Instant.EPOCH;
    private String uid = "";
    private volatile boolean failing;
    private @Nullable Thread thread;

    /**
     * @param heartbeat between renewals of the Lease
     * @param status between status writes when nothing has changed
     */
    public record Periods(Duration heartbeat, Duration status) {}

    /**
     * @param trouble why the node can not run pods, empty when it can
     */
    public NodeAgent(
            NodeIdentity identity,
            HostFacts host,
            StateClient state,
            ContainerRuntime runtime,
            Supplier<Optional<String>> trouble,
            Periods periods,
            InstantSource clock) {
        this.identity = identity;
        this.state = state;
        this.runtime = runtime;
        this.trouble = trouble;
        this.periods = periods;
        this.clock = clock;
        this.document = new NodeDocument(identity, host);
        this.heartbeat = new Heartbeat(state, identity.name());
    }

    public void start() {
        thread = Thread.ofVirtual().name("node-agent-" + identity.name()).start(this::run);
    }

    /** Something may have changed: says so without waiting for the next beat. */
    public void look() {
        pulse.ring();
    }

    private void run() {
        try {
            boolean fine = once();
            while (pulse.await(fine ? periods.heartbeat() : RETRY)) {
                fine = once();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One round: registered, alive, current. */
    private boolean once() {
        lock.lock();
        try {
            if (uid.isEmpty()) {
                uid = register();
            }
            heartbeat.beat(clock.instant(), uid);
            report();
            failing = false;
            return true;
        } catch (ApiException e) {
            failed(e.error());
            return false;
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("node", identity.name())
                    .setCause(e)
                    .log("a node's round failed");
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void failed(ApiError error) {
        if (error.code() == 404) {
            uid = "";
            toldStatus = null;
        }
        if (!failing) {
            LOG.atWarn()
                    .addKeyValue("node", identity.name())
                    .addKeyValue("why", error.message())
                    .log("the node can not report; trying again");
        }
        failing = true;
    }

    /** The uid of the node's object, made when it is missing. */
    private String register() {
        ObjectNode present = state.get(NODES, "", identity.name());
        if (present == null) {
            try {
                present = state.create(NODES, "", document.registration());
                LOG.atInfo().addKeyValue("node", identity.name()).log("node registered");
            } catch (ApiException e) {
                if (!e.error().reason().equals("AlreadyExists")) {
                    throw e;
                }
                present = state.get(NODES, "", identity.name());
            }
        } else {
            present =
                    state.patch(NODES, "", identity.name(), "", STRATEGIC, document.relabelling());
        }
        conditions = Json.at(present, "status", "conditions");
        toldStatus = null;
        return Json.text(present, "metadata", "uid");
    }

    private void report() {
        ObjectNode present = state.get(NODES, "", identity.name());
        if (present == null || !Json.text(present, "metadata", "uid").equals(uid)) {
            uid = register();
        } else {
            conditions = Json.at(present, "status", "conditions");
        }
        List<ImageInfo> images = ask();
        List<NodeCondition> now = NodeCondition.of(trouble.get().orElse(null));
        ObjectNode status = document.status(engine, images);
        boolean due = !clock.instant().isBefore(toldAt.plus(periods.status()));
        if (!due && agrees(now) && now.equals(told) && status.equals(toldStatus)) {
            return;
        }
        ObjectNode patch = Json.object();
        ObjectNode full = status.deepCopy();
        full.set("conditions", NodeDocument.conditions(now, conditions, clock.instant()));
        patch.set("status", full);
        ObjectNode stored = state.patch(NODES, "", identity.name(), "status", STRATEGIC, patch);
        conditions = Json.at(stored, "status", "conditions");
        told = now;
        toldStatus = status;
        toldAt = clock.instant();
    }

    /** Whether the API's conditions still say so; a controller sets them when it misses beats. */
    private boolean agrees(List<NodeCondition> now) {
        return now.stream().allMatch(mine -> NodeDocument.says(conditions, mine));
    }

    /** Asks the engine who it is and what it has; what it said last while it is away. */
    private List<ImageInfo> ask() {
        try {
            if (engine == null) {
                engine = runtime.info();
            }
            images = runtime.images().list();
        } catch (EngineException away) {
            engine = null;
        }
        return images;
    }

    @Override
    public void close() {
        pulse.close();
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
