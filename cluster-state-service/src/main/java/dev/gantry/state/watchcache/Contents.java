package dev.gantry.state.watchcache;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.state.store.StoredChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One life of the cache, from one snapshot on. Replaced as a whole when it cannot go on. */
final class Contents {

    private final UUID epoch;
    private final WatchCacheSettings settings;
    private final LongSupplier clockMillis;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, TypeCache> types = new ConcurrentHashMap<>();
    private volatile long revision;
    private long floor;

    Contents(UUID epoch, WatchCacheSettings settings, LongSupplier clockMillis) {
        this.epoch = epoch;
        this.settings = settings;
        this.clockMillis = clockMillis;
    }

    UUID epoch() {
        return epoch;
    }

    long revision() {
        return revision;
    }

    Map<String, TypeCache> types() {
        return types;
    }

    /** While loading: an object of the snapshot. */
    void load(CachedObject object) {
        type(object.stored().key().groupResource()).load(object);
    }

    /**
     * While loading: the snapshot is complete.
     *
     * @param at its revision
     * @param back changes from this revision on were read back and are in the windows
     * @param past those changes; their effects are in the snapshot already
     */
    void loaded(long at, long back, ReadBack past) {
        floor = back;
        revision = at;
        types.values().forEach(type -> type.window.raiseFloor(back));
        for (ReadBack.Change change : past.changes()) {
            TypeCache type = type(change.change().now().stored().key().groupResource());
            type.window.append(change.change(), change.millis());
        }
        past.incomplete().forEach((name, from) -> type(name).window.raiseFloor(from));
    }

    private TypeCache type(String groupResource) {
        return types.computeIfAbsent(
                groupResource,
                name ->
                        new TypeCache(
                                name,
                                new ChangeWindow(
                                        floor, settings.changes(), settings.size().toBytes())));
    }

    @Nullable CachedObject get(ObjectKey key) {
        TypeCache type = types.get(key.groupResource());
        return type == null ? null : type.get(key);
    }

    WatchCache.Snapshot list(String groupResource, String namespace) {
        List<CachedObject> all;
        long at;
        lock.lock();
        try {
            TypeCache type = types.get(groupResource);
            all = type == null ? List.of() : type.all();
            at = revision;
        } finally {
            lock.unlock();
        }
        return new WatchCache.Snapshot(
                namespace.isEmpty() ? all : TypeCache.inNamespace(all, namespace), at);
    }

    /** Registers a watcher; null when changes after the revision are no longer whole. */
    @Nullable CacheWatcher watch(
            String groupResource, String namespace, long after, Runnable onFellBehind) {
        lock.lock();
        try {
            TypeCache type = type(groupResource);
            if (after < type.window.floor()) {
                return null;
            }
            CacheWatcher watcher =
                    new CacheWatcher(
                            type,
                            namespace,
                            after,
                            type.window.placeAfter(after),
                            this::revision,
                            onFellBehind);
            type.watchers.add(watcher);
            return watcher;
        } finally {
            lock.unlock();
        }
    }

    /** The revision from which on changes of a type are whole. */
    long floorOf(String groupResource) {
        lock.lock();
        try {
            return type(groupResource).window.floor();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes in changes that follow {@link #revision} without a gap; earlier ones are skipped.
     *
     * @throws IllegalStateException when they do not follow: the contents must be loaded again
     */
    void apply(List<StoredChange> changes, Facts facts) {
        List<CachedObject> parsed = changes.stream().map(c -> facts.read(c.object())).toList();
        Map<TypeCache, Set<String>> touched = new HashMap<>();
        long now = clockMillis.getAsLong();
        lock.lock();
        try {
            for (int i = 0; i < changes.size(); i++) {
                if (changes.get(i).revision() > revision) {
                    applyOne(changes.get(i), parsed.get(i), now, touched);
                }
            }
        } finally {
            lock.unlock();
        }
        touched.forEach(Contents::wake);
    }

    private void applyOne(
            StoredChange change,
            CachedObject now,
            long nowMillis,
            Map<TypeCache, Set<String>> touched) {
        ObjectKey key = now.stored().key();
        TypeCache type = type(key.groupResource());
        CachedObject before = type.get(key);
        long found = before == null ? 0 : before.stored().revision();
        if (change.revision() != revision + 1 || found != change.previousRevision()) {
            throw new IllegalStateException(
                    "change %d of %s does not follow: expected revision %d on %d, found it on %d"
                            .formatted(
                                    change.revision(),
                                    key,
                                    revision + 1,
                                    change.previousRevision(),
                                    found));
        }
        type.apply(new CachedChange(change.kind(), now, before, change.traceParent()), nowMillis);
        revision = change.revision();
        touched.computeIfAbsent(type, t -> new LinkedHashSet<>()).add(key.namespace());
    }

    private static void wake(TypeCache type, Set<String> namespaces) {
        for (CacheWatcher watcher : type.watchers) {
            if (namespaces.stream().anyMatch(watcher::covers)) {
                watcher.wake();
            }
        }
    }

    /** Lets go of changes older than the window. */
    void expire() {
        long before = clockMillis.getAsLong() - settings.window().toMillis();
        lock.lock();
        try {
            types.values().forEach(type -> type.window.expire(before));
        } finally {
            lock.unlock();
        }
    }

    /** Ends every watch and wakes whoever waits. */
    void end(String why) {
        lock.lock();
        try {
            for (TypeCache type : types.values()) {
                new ArrayList<>(type.watchers).forEach(watcher -> watcher.end(why));
            }
        } finally {
            lock.unlock();
        }
    }
}
