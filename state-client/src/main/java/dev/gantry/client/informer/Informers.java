package dev.gantry.client.informer;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.client.StateClient;
import dev.gantry.events.ChangeLog;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The informers of one process: one feed per kind, shared by its copies; selected informers have a
 * feed of their own. Safe for concurrent use.
 */
public final class Informers implements InformerFactory {

    private final StateClient client;
    private final @Nullable ChangeLog changeLog;
    private final InformerSettings settings;
    private final MeterRegistry meters;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Fed> shared = new LinkedHashMap<>();
    private final List<Fed> selected = new ArrayList<>();
    private boolean started;
    private boolean closed;

    private Informers(
            StateClient client,
            @Nullable ChangeLog changeLog,
            InformerSettings settings,
            MeterRegistry meters) {
        this.client = client;
        this.changeLog = changeLog;
        this.settings = settings;
        this.meters = meters;
    }

    /**
     * @param changeLog null for a process that may only watch, such as a node's; not closed here
     */
    public static Informers create(
            StateClient client,
            @Nullable ChangeLog changeLog,
            InformerSettings settings,
            MeterRegistry meters) {
        return new Informers(client, changeLog, settings, meters);
    }

    private record Fed(KindFeed feed, FeedMetrics metrics, FeedBugs bugs, List<Copy<?>> copies) {}

    private record Copy<T>(@Nullable Class<?> view, LocalCopy<T> copy) {}

    @Override
    public <T> Informer<T> informer(String groupResource, Class<T> type) {
        return informer(groupResource, type, Map.of());
    }

    @Override
    public <T> Informer<T> informer(
            String groupResource, Class<T> type, Map<String, Indexer<T>> indexers) {
        return informer(Catalog.builtIn().require(groupResource), type, indexers);
    }

    @Override
    public <T> Informer<T> informer(
            ResourceType type, Class<T> view, Map<String, Indexer<T>> indexers) {
        lock.lock();
        try {
            Fed fed = shared(type);
            for (Copy<?> copy : fed.copies) {
                if (view.equals(copy.view)) {
                    @SuppressWarnings("unchecked")
                    LocalCopy<T> known = (LocalCopy<T>) copy.copy;
                    known.index(indexers);
                    return known;
                }
            }
            return join(
                    fed,
                    view,
                    LocalCopy.typed(view, fed.feed::execute, System::nanoTime, fed.bugs),
                    indexers);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public <T> Informer<T> projected(
            ResourceType type, Function<byte[], T> projection, Map<String, Indexer<T>> indexers) {
        lock.lock();
        try {
            Fed fed = shared(type);
            return join(
                    fed,
                    null,
                    LocalCopy.projected(projection, fed.feed::execute, System::nanoTime, fed.bugs),
                    indexers);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public <T> Informer<T> selected(
            String groupResource,
            Class<T> type,
            String namespace,
            String fieldSelector,
            String labelSelector,
            Map<String, Indexer<T>> indexers) {
        ResourceType resource = Catalog.builtIn().require(groupResource);
        Map<String, String> selectors =
                Map.of("fieldSelector", fieldSelector, "labelSelector", labelSelector);
        lock.lock();
        try {
            Fed fed =
                    feed(
                            groupResource,
                            new ClientSource(client, resource, namespace, selectors),
                            null);
            selected.add(fed);
            return join(
                    fed,
                    type,
                    LocalCopy.typed(type, fed.feed::execute, System::nanoTime, fed.bugs),
                    indexers);
        } finally {
            lock.unlock();
        }
    }

    private Fed shared(ResourceType type) {
        return shared.computeIfAbsent(
                type.groupResource(),
                kind -> feed(kind, new ClientSource(client, type, "", Map.of()), changeLog));
    }

    private Fed feed(String kind, ObjectSource source, @Nullable ChangeLog from) {
        if (closed) {
            throw new IllegalStateException("informers are closed");
        }
        FeedMetrics metrics = new FeedMetrics(meters, kind);
        KindFeed feed = new KindFeed(kind, source, from, settings, metrics, System::nanoTime);
        if (started) {
            feed.start();
        }
        return new Fed(feed, metrics, new FeedBugs(kind, metrics), new ArrayList<>());
    }

    private <T> Informer<T> join(
            Fed fed, @Nullable Class<?> view, LocalCopy<T> copy, Map<String, Indexer<T>> indexers) {
        copy.index(indexers);
        fed.copies.add(new Copy<>(view, copy));
        fed.feed.join(copy);
        return copy;
    }

    @Override
    public void forget(Informer<?> informer) {
        lock.lock();
        try {
            shared.values().removeIf(fed -> left(fed, informer));
            selected.removeIf(fed -> left(fed, informer));
        } finally {
            lock.unlock();
        }
    }

    /** Takes the informer out; a feed that nobody needs any more ends. */
    private static boolean left(Fed fed, Informer<?> informer) {
        boolean had = fed.copies.removeIf(copy -> copy.copy == informer);
        if (had) {
            fed.feed.leave(informer);
        }
        if (had && fed.copies.isEmpty()) {
            end(fed);
            return true;
        }
        return false;
    }

    private static void end(Fed fed) {
        fed.feed.close();
        fed.metrics.close();
    }

    @Override
    public void start() {
        lock.lock();
        try {
            if (!started) {
                started = true;
                all().forEach(fed -> fed.feed.start());
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean synced() {
        lock.lock();
        try {
            return all().stream()
                    .flatMap(fed -> fed.copies.stream())
                    .allMatch(copy -> copy.copy.synced());
        } finally {
            lock.unlock();
        }
    }

    private List<Fed> all() {
        List<Fed> all = new ArrayList<>(shared.values());
        all.addAll(selected);
        return all;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            all().forEach(Informers::end);
        } finally {
            lock.unlock();
        }
    }
}
