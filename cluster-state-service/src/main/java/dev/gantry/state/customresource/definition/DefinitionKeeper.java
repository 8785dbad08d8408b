package dev.gantry.state.customresource.definition;

import dev.gantry.api.json.Json;
import dev.gantry.state.store.ObjectStore;
import dev.gantry.state.store.StoredObject;
import dev.gantry.state.watchcache.CachedObject;
import dev.gantry.state.watchcache.WatchCache;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Follows the definitions: accepts their names as soon as they are there, and lets one go when its
 * objects are gone. Every replica may do it; who comes second is refused and looks again.
 */
public final class DefinitionKeeper implements AutoCloseable {

    static final String DEFINITIONS = "customresourcedefinitions.apiextensions.k8s.io";

    private static final Logger LOG = LoggerFactory.getLogger(DefinitionKeeper.class);
    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final Duration WAIT_FOR_OBJECTS = Duration.ofMillis(250);

    private final WatchCache cache;
    private final DefinitionWrites writes;
    private final Clock clock;
    private final Thread follower;

    private DefinitionKeeper(WatchCache cache, DefinitionWrites writes, Clock clock) {
        this.cache = cache;
        this.writes = writes;
        this.clock = clock;
        this.follower = Thread.ofVirtual().name("state-definitions").unstarted(this::follow);
    }

    /** Follows until it is closed. */
    public static DefinitionKeeper start(WatchCache cache, DefinitionWrites writes, Clock clock) {
        DefinitionKeeper keeper = new DefinitionKeeper(cache, writes, clock);
        keeper.follower.start();
        return keeper;
    }

    private void follow() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                if (cache.await(1, WAIT)) {
                    followFrom(cache.list(DEFINITIONS, "").revision());
                }
            } catch (InterruptedException stopped) {
                return;
            } catch (WatchCache.WatcherEnded | ObjectStore.Compacted again) {
                LOG.atDebug().addKeyValue("why", again.getMessage()).log("following anew");
            } catch (RuntimeException e) {
                LOG.atWarn().setCause(e).log("definitions could not be followed, trying again");
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(WAIT_FOR_OBJECTS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void followFrom(long revision)
            throws InterruptedException, WatchCache.WatcherEnded, ObjectStore.Compacted {
        try (WatchCache.Watcher watcher = cache.watch(DEFINITIONS, "", revision)) {
            while (!Thread.currentThread().isInterrupted()) {
                boolean unfinished = look();
                watcher.poll(unfinished ? WAIT_FOR_OBJECTS : WAIT);
            }
        }
    }

    /** Looks at every definition; true when one is to be looked at again soon. */
    private boolean look() {
        List<CachedObject> all = cache.list(DEFINITIONS, "").objects();
        boolean unfinished = false;
        for (CachedObject each : all) {
            try {
                unfinished |= look(each.stored(), all);
            } catch (RuntimeException e) {
                LOG.atWarn()
                        .addKeyValue("name", each.stored().key().name())
                        .setCause(e)
                        .log("a custom resource definition could not be settled, trying again");
                unfinished = true;
            }
        }
        return unfinished;
    }

    private boolean look(StoredObject stored, List<CachedObject> all) {
        ObjectNode definition = (ObjectNode) Json.parse(stored.rendered());
        if (definition.path("metadata").has("deletionTimestamp")) {
            return writes.end(definition);
        }
        ObjectNode status = Naming.decide(definition, others(definition, all), clock.instant());
        if (status.equals(definition.path("status"))) {
            return false;
        }
        definition.set("status", status);
        return !writes.status(definition);
    }

    private static List<JsonNode> others(JsonNode definition, List<CachedObject> all) {
        String suffix = "." + Json.text(definition, "spec", "group");
        String name = Json.text(definition, "metadata", "name");
        List<JsonNode> others = new ArrayList<>();
        for (CachedObject each : all) {
            String other = each.stored().key().name();
            if (!other.equals(name) && other.endsWith(suffix)) {
                others.add(Json.parse(each.stored().body()));
            }
        }
        return others;
    }

    @Override
    public void close() {
        follower.interrupt();
    }
}
