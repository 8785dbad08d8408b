package dev.gantry.state.watchcache;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.state.store.ObjectStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cache over an {@link ObjectStore}: one thread loads it and feeds it in revision order, with
 * this replica's commits and every other's alike. While the store is away it answers from what it
 * has.
 */
public final class MemoryWatchCache implements WatchCache, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MemoryWatchCache.class);
    private static final int PAGE = 1000;
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(50);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(2);

    private final ObjectStore store;
    private final WatchCacheSettings settings;
    private final Clock clock;
    private final Facts facts;
    private final CacheMetrics metrics;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition advanced = lock.newCondition();
    private final Thread feeder;
    private volatile @Nullable Contents contents;
    private volatile boolean broken;
    private volatile boolean closed;
    private volatile int loads;
    private long lastExpiryMillis;

    private MemoryWatchCache(
            ObjectStore store,
            WatchCacheSettings settings,
            Facts facts,
            Clock clock,
            MeterRegistry meters) {
        this.store = store;
        this.settings = settings;
        this.facts = facts;
        this.clock = clock;
        this.metrics = new CacheMetrics(meters);
        this.feeder = Thread.ofPlatform().name("state-watch-cache").daemon().unstarted(this::feed);
    }

    /** Starts to load; {@link #ready} tells when that is done. */
    public static MemoryWatchCache start(
            ObjectStore store, WatchCacheSettings settings, Clock clock, MeterRegistry meters) {
        Facts facts = new Facts(FieldPlan::builtIn);
        MemoryWatchCache cache = new MemoryWatchCache(store, settings, facts, clock, meters);
        cache.metrics.watch(cache);
        cache.feeder.start();
        return cache;
    }

    private void feed() {
        Duration pause = FIRST_BACKOFF;
        while (!closed) {
            try {
                step();
                pause = FIRST_BACKOFF;
            } catch (ObjectStore.StoreUnavailable e) {
                LOG.atWarn().addKeyValue("why", e.getMessage()).log("the store is away");
                pause = waitLonger(pause);
            } catch (InterruptedException e) {
                return;
            } catch (ObjectStore.Compacted | RuntimeException e) {
                LOG.atError().setCause(e).log("the watch cache cannot go on, it is loaded again");
                broken = true;
                pause = waitLonger(pause);
            }
        }
    }

    /** Loads, or waits for the next changes and takes them in. */
    private void step() throws InterruptedException, ObjectStore.Compacted {
        Contents current = contents;
        if (current == null || broken || !current.epoch().equals(store.epoch())) {
            replace(load());
            return;
        }
        boolean more = store.awaitBeyond(current.revision(), TICK);
        expire(current);
        if (more) {
            current.apply(store.changesAfter(current.revision(), PAGE), facts);
            signal();
        }
    }

    private void expire(Contents current) {
        long now = clock.millis();
        if (now - lastExpiryMillis >= TICK.toMillis()) {
            lastExpiryMillis = now;
            current.expire();
            current.types().keySet().forEach(type -> metrics.typeSeen(this, type));
        }
    }

    private Contents load() {
        long begin = System.nanoTime();
        Contents fresh = new Contents(store.epoch(), settings, clock::millis);
        long at = store.snapshot(object -> fresh.load(facts.read(object)));
        long back = Math.max(store.compacted(), at - settings.backfill());
        ReadBack readBack = new ReadBack(store, facts);
        try {
            readBack.read(back, at);
            fresh.loaded(at, back, readBack);
        } catch (ObjectStore.Compacted e) {
            fresh.loaded(at, at, new ReadBack(store, facts));
        }
        LOG.atInfo()
                .addKeyValue("revision", at)
                .addKeyValue("changesReadBack", readBack.changes().size())
                .addKeyValue("millis", (System.nanoTime() - begin) / 1_000_000)
                .log("the watch cache is loaded");
        return fresh;
    }

    private void replace(Contents fresh) {
        Contents old = contents;
        contents = fresh;
        broken = false;
        loads++;
        fresh.types().keySet().forEach(type -> metrics.typeSeen(this, type));
        if (old != null) {
            old.end("the cache was loaded again");
        }
        signal();
    }

    private void signal() {
        lock.lock();
        try {
            advanced.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Duration waitLonger(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            closed = true;
        }
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(MAX_BACKOFF) > 0 ? MAX_BACKOFF : doubled;
    }

    @Override
    public boolean ready() {
        return contents != null;
    }

    @Override
    public long revision() {
        Contents current = contents;
        return current == null ? 0 : current.revision();
    }

    @Override
    public boolean await(long revision, Duration timeout) throws InterruptedException {
        if (ready() && revision() >= revision) {
            return true;
        }
        long left = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while ((!ready() || revision() < revision) && left > 0) {
                left = advanced.awaitNanos(left);
            }
            return ready() && revision() >= revision;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable CachedObject get(ObjectKey key) {
        Contents current = contents;
        return current == null ? null : current.get(key);
    }

    @Override
    public Snapshot list(String groupResource, String namespace) {
        Contents current = contents;
        return current == null
                ? new Snapshot(List.of(), 0)
                : current.list(groupResource, namespace);
    }

    @Override
    public Watcher watch(String groupResource, String namespace, long afterRevision)
            throws ObjectStore.Compacted {
        Contents current = contents;
        if (current == null) {
            throw new ObjectStore.Compacted("the watch cache is not loaded yet");
        }
        CacheWatcher watcher =
                current.watch(
                        groupResource,
                        namespace,
                        afterRevision,
                        () -> metrics.fellBehind(groupResource));
        if (watcher == null) {
            throw new ObjectStore.Compacted(
                    "too old resource version: %d (%d)"
                            .formatted(afterRevision, current.floorOf(groupResource)));
        }
        if (contents != current) {
            watcher.end("the cache was loaded again");
        }
        return watcher;
    }

    int loads() {
        return loads;
    }

    int count(String groupResource) {
        Contents current = contents;
        TypeCache type = current == null ? null : current.types().get(groupResource);
        return type == null ? 0 : type.count();
    }

    @Nullable Contents contents() {
        return contents;
    }

    /** Ends every watch and stops following the store. */
    @Override
    public void close() {
        closed = true;
        feeder.interrupt();
        Contents current = contents;
        if (current != null) {
            current.end("the state service stops");
        }
        signal();
        try {
            feeder.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
