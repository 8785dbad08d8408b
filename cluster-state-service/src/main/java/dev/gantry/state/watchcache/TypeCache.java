package dev.gantry.state.watchcache;

import dev.gantry.api.catalog.ObjectKey;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The objects, the recent changes and the watchers of one type. Written under its owner's lock. */
final class TypeCache {

    final String groupResource;
    final ChangeWindow window;
    final List<CacheWatcher> watchers = new CopyOnWriteArrayList<>();

    private final ConcurrentSkipListMap<ObjectKey, CachedObject> objects =
            new ConcurrentSkipListMap<>();
    private @Nullable List<CachedObject> sorted;
    private final AtomicInteger count = new AtomicInteger();

    TypeCache(String groupResource, ChangeWindow window) {
        this.groupResource = groupResource;
        this.window = window;
    }

    @Nullable CachedObject get(ObjectKey key) {
        return objects.get(key);
    }

    /** Puts an object that was there before the window begins. */
    void load(CachedObject object) {
        if (objects.put(object.stored().key(), object) == null) {
            count.incrementAndGet();
        }
        sorted = null;
    }

    /** Takes in a change that follows those before it. */
    void apply(CachedChange change, long nowMillis) {
        ObjectKey key = change.now().stored().key();
        switch (change.kind()) {
            case ADDED, MODIFIED -> {
                if (objects.put(key, change.now()) == null) {
                    count.incrementAndGet();
                }
            }
            case DELETED -> {
                if (objects.remove(key) != null) {
                    count.decrementAndGet();
                }
            }
        }
        sorted = null;
        window.append(change, nowMillis);
    }

    /** All objects in key order; made once between two changes, then shared. O(n) or O(1). */
    List<CachedObject> all() {
        List<CachedObject> list = sorted;
        if (list == null) {
            list = List.copyOf(objects.values());
            sorted = list;
        }
        return list;
    }

    /** The part of {@link #all} in a namespace: a view. O(log n). */
    static List<CachedObject> inNamespace(List<CachedObject> all, String namespace) {
        int from = firstNot(all, o -> namespaceOf(o).compareTo(namespace) < 0);
        int to = firstNot(all, o -> namespaceOf(o).compareTo(namespace) <= 0);
        return all.subList(from, to);
    }

    private static String namespaceOf(CachedObject object) {
        return object.stored().key().namespace();
    }

    private static int firstNot(List<CachedObject> all, Predicate<CachedObject> before) {
        int low = 0;
        int high = all.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (before.test(all.get(middle))) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    int count() {
        return count.get();
    }
}
