package dev.gantry.state.customresource.definition;

import dev.gantry.api.json.Json;
import dev.gantry.client.StateClient.WriteGroup;
import dev.gantry.state.store.ObjectStore;
import dev.gantry.state.watchcache.CachedObject;
import dev.gantry.state.watchcache.WatchCache;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        List<WriteGroup> wanted = new ArrayList<>();
        boolean ending = false;
        for (List<JsonNode> group : byGroup(cache.list(DEFINITIONS, "").objects())) {
            for (JsonNode definition : group) {
                if (definition.path("metadata").has("deletionTimestamp")) {
                    ending |= writes.holds(definition);
                    wanted.addAll(writes.end(definition));
                } else {
                    settle(definition, group).ifPresent(wanted::add);
                }
            }
        }
        return !writes.written(wanted) || ending;
    }

    private Optional<WriteGroup> settle(JsonNode definition, List<JsonNode> group) {
        List<JsonNode> others = group.stream().filter(other -> other != definition).toList();
        ObjectNode status = Naming.decide(definition, others, clock.instant());
        if (status.equals(definition.path("status"))) {
            return Optional.empty();
        }
        ObjectNode settled = (ObjectNode) definition.deepCopy();
        settled.set("status", status);
        return Optional.of(writes.status(settled));
    }

    /** The definitions of each API group. O(size of all). */
    private static Collection<List<JsonNode>> byGroup(List<CachedObject> all) {
        Map<String, List<JsonNode>> groups = new LinkedHashMap<>();
        for (CachedObject each : all) {
            JsonNode definition = Json.parse(each.stored().rendered());
            groups.computeIfAbsent(Json.text(definition, "spec", "group"), g -> new ArrayList<>())
                    .add(definition);
        }
        return groups.values();
    }

    @Override
    public void close() {
        follower.interrupt();
    }
}
