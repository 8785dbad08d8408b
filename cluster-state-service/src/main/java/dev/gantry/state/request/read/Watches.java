package dev.gantry.state.request.read;

import dev.gantry.api.status.ApiError;
import dev.gantry.client.door.Caller;
import dev.gantry.state.request.exchange.Answer;
import dev.gantry.state.request.exchange.ApiRequest;
import dev.gantry.state.request.exchange.Documents;
import dev.gantry.state.request.exchange.Encoder;
import dev.gantry.state.request.exchange.Target;
import dev.gantry.state.served.Conversions;
import dev.gantry.state.watchcache.WatchCache;
import dev.gantry.state.watchcache.WatchCache.Snapshot;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Opens watches. Bounded: at most {@code limit} at a time. Thread-safe. */
public final class Watches {

    private final CurrentObjects current;
    private final WatchCache cache;
    private final Documents documents;
    private final Conversions conversions;
    private final EventForms forms;
    private final WatchSettings settings;
    private final AtomicInteger open = new AtomicInteger();

    public Watches(
            CurrentObjects current,
            WatchCache cache,
            Documents documents,
            Conversions conversions,
            Encoder encoder,
            WatchSettings settings,
            Clock clock,
            MeterRegistry meters) {
        this.current = current;
        this.cache = cache;
        this.documents = documents;
        this.conversions = conversions;
        this.forms = new EventForms(documents, encoder, clock);
        this.settings = settings;
        Gauge.builder("apiserver.longrunning.requests", open, AtomicInteger::get)
                .tag("verb", "WATCH")
                .register(meters);
    }

    /**
     * Understands a watch; nothing is opened before the answer streams.
     *
     * @throws dev.gantry.api.status.ApiException 400 or 422 for its options, 429 when there are too
     *     many
     */
    public Answer watch(ApiRequest request) {
        Target target = request.target();
        Selection selection =
                Selection.read(request.query(), target.type(), target.name(), conversions);
        ListOptions options = ListOptions.read(request.query(), true);
        String storage = documents.storageName(target.type());
        Start start = start(storage, target, options);
        Duration timeout = options.timeout().isZero() ? randomTimeout() : options.timeout();
        String includeObject = request.query().text("includeObject");
        WatchStream.Plan plan =
                new WatchStream.Plan(
                        target.type(),
                        storage,
                        target.namespace(),
                        selection,
                        start.initial(),
                        start.revision(),
                        options.bookmarks(),
                        options.sendInitialEvents() && options.bookmarks(),
                        timeout,
                        bookmarkEvery(request.caller()),
                        includeObject.isEmpty() ? "Metadata" : includeObject,
                        request.tracesWanted());
        return (Answer.Streaming)
                (reply, accepts, warnings) -> {
                    if (open.incrementAndGet() > settings.limit()) {
                        open.decrementAndGet();
                        throw ApiError.tooManyRequests("too many watches are open", 1).exception();
                    }
                    try {
                        new WatchStream(cache, forms, plan).run(reply, accepts, warnings);
                    } finally {
                        open.decrementAndGet();
                    }
                };
    }

    private Duration bookmarkEvery(Caller caller) {
        boolean machine =
                caller.groups().contains("system:gantry:services")
                        || caller.groups().contains("system:nodes");
        return machine ? settings.serviceBookmarkEvery() : settings.bookmarkEvery();
    }

    /** Where a watch begins: the objects to tell first, and the revision after which to follow. */
    private record Start(List<dev.gantry.state.watchcache.CachedObject> initial, long revision) {}

    private Start start(String storage, Target target, ListOptions options) {
        Long revision = options.revision();
        if (revision == null) {
            current.consistent();
        } else if (options.sendInitialEvents()) {
            current.atLeast(revision);
        }
        if (revision != null && revision != 0 && !options.sendInitialEvents()) {
            return new Start(List.of(), revision);
        }
        Snapshot snapshot = cache.list(storage, target.namespace());
        return new Start(snapshot.objects(), snapshot.revision());
    }

    /** Between one and two times the shortest time, so that watches do not all end together. */
    private Duration randomTimeout() {
        long millis = settings.minimumTimeout().toMillis();
        return Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(millis));
    }
}
