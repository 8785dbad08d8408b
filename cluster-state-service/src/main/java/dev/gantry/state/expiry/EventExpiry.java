package dev.gantry.state.expiry;

import dev.gantry.api.json.Json;
import dev.gantry.state.store.CommitResult;
import dev.gantry.state.store.ObjectStore;
import dev.gantry.state.store.StoredObject;
import dev.gantry.state.store.Write;
import dev.gantry.state.store.WriteGroup;
import dev.gantry.state.watchcache.CachedObject;
import dev.gantry.state.watchcache.WatchCache;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Looks for Events whose life is over and deletes them, some hundreds at a time. Every replica may
 * do it: a deletion at a revision that is no longer current is refused and forgotten.
 */
public final class EventExpiry implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventExpiry.class);
    private static final int CHUNK = 256;
    private static final String ACTOR = "system:apiserver";
    private static final List<String> SEEN =
            List.of("lastTimestamp", "firstTimestamp", "eventTime");

    private final ObjectStore store;
    private final WatchCache cache;
    private final ExpirySettings settings;
    private final Clock clock;
    private final Thread sweeper;
    private final Map<String, End> ends = new HashMap<>();

    /** When an Event ends, as computed from one revision of it. */
    private record End(long revision, Instant at) {}

    private EventExpiry(ObjectStore store, WatchCache cache, ExpirySettings settings, Clock clock) {
        this.store = store;
        this.cache = cache;
        this.settings = settings;
        this.clock = clock;
        this.sweeper = Thread.ofVirtual().name("state-event-expiry").unstarted(this::sweepForEver);
    }

    /** Sweeps until it is closed. */
    public static EventExpiry start(
            ObjectStore store, WatchCache cache, ExpirySettings settings, Clock clock) {
        EventExpiry expiry = new EventExpiry(store, cache, settings, clock);
        expiry.sweeper.start();
        return expiry;
    }

    /** Sweeps only when asked to. */
    static EventExpiry idle(ObjectStore store, WatchCache cache, Duration life, Clock clock) {
        return new EventExpiry(store, cache, new ExpirySettings(life, Duration.ofDays(1)), clock);
    }

    private void sweepForEver() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(settings.sweepEvery());
                if (cache.ready()) {
                    sweep();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.atWarn()
                        .setCause(e)
                        .log("a sweep of old events failed, the next one tries again");
            }
        }
    }

    /** One look at all Events; returns how many were deleted. O(events). */
    int sweep() {
        Instant now = clock.instant();
        List<CachedObject> all = cache.list("events", "").objects();
        List<StoredObject> over = new ArrayList<>();
        Map<String, End> current = new HashMap<>();
        for (CachedObject object : all) {
            StoredObject event = object.stored();
            End known = ends.get(event.uid());
            End end = known != null && known.revision() == event.revision() ? known : end(event);
            if (end.at().isAfter(now)) {
                current.put(event.uid(), end);
            } else {
                over.add(event);
            }
        }
        ends.clear();
        ends.putAll(current);
        for (int from = 0; from < over.size(); from += CHUNK) {
            delete(over.subList(from, Math.min(over.size(), from + CHUNK)));
        }
        return over.size();
    }

    private End end(StoredObject event) {
        JsonNode tree = Json.parse(event.body());
        Instant last = time(Json.text(tree, "metadata", "creationTimestamp"));
        for (String field : SEEN) {
            last = later(last, time(Json.text(tree, field)));
        }
        last = later(last, time(Json.text(tree, "series", "lastObservedTime")));
        for (JsonNode entry : Json.at(tree, "metadata", "managedFields")) {
            last = later(last, time(Json.text(entry, "time")));
        }
        Instant latest = clock.instant();
        return new End(
                event.revision(), (last.isAfter(latest) ? latest : last).plus(settings.life()));
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Instant time(String text) {
        try {
            return text.isEmpty() ? Instant.EPOCH : Instant.parse(text);
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    private void delete(List<StoredObject> events) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (StoredObject event : events) {
                threads.execute(() -> delete(event));
            }
        }
    }

    private void delete(StoredObject event) {
        Write write =
                new Write.Delete(
                        event.key(), event.uid(), event.body(), event.spliceAt(), event.revision());
        try {
            CommitResult result =
                    store.commit(new WriteGroup(List.of(write), List.of(), ACTOR, null));
            if (result instanceof CommitResult.Refused refused) {
                LOG.atDebug()
                        .addKeyValue("event", event.key())
                        .addKeyValue("reason", refused.reason())
                        .log("an old event was not deleted");
            }
        } catch (ObjectStore.StoreUnavailable away) {
            LOG.atDebug().setCause(away).log("old events stay while the store is away");
        }
    }

    @Override
    public void close() {
        sweeper.interrupt();
    }
}
