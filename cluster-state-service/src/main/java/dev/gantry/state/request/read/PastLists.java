package dev.gantry.state.request.read;

import dev.gantry.events.ChangeRecord;
import dev.gantry.state.store.ObjectStore;
import dev.gantry.state.watchcache.CachedChange;
import dev.gantry.state.watchcache.CachedObject;
import dev.gantry.state.watchcache.WatchCache;
import dev.gantry.state.watchcache.WatchCache.Snapshot;
import dev.gantry.state.watchcache.WatchCache.Watcher;
import dev.gantry.state.watchcache.WatchCache.WatcherEnded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Lists as they were: the present one with the changes since then undone, newest first. Works as
 * far back as the watch window reaches. O(list + changes since).
 */
final class PastLists {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final WatchCache cache;

    PastLists(WatchCache cache) {
        this.cache = cache;
    }

    /**
     * The list at exactly this revision, which must not be in the future.
     *
     * @throws dev.gantry.api.status.ApiException 410 when the window no longer reaches back
     */
    Snapshot at(String storageName, String namespace, long revision) {
        Snapshot now = cache.list(storageName, namespace);
        if (now.revision() <= revision) {
            return now;
        }
        List<CachedChange> changes = changesSince(storageName, namespace, revision, now.revision());
        return changes.isEmpty()
                ? new Snapshot(now.objects(), revision)
                : new Snapshot(undo(now.objects(), changes), revision);
    }

    private List<CachedChange> changesSince(
            String storageName, String namespace, long after, long until) {
        List<CachedChange> changes = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (Watcher watcher = cache.watch(storageName, namespace, after)) {
            while (watcher.seen() < until && System.nanoTime() < deadline) {
                for (CachedChange change : watcher.poll(Duration.ofMillis(100))) {
                    if (change.revision() <= until) {
                        changes.add(change);
                    }
                }
            }
            return changes;
        } catch (ObjectStore.Compacted | WatcherEnded e) {
            throw ReadErrors.tooOld(after).exception();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ReadErrors.tooOld(after).exception();
        }
    }

    private static List<CachedObject> undo(List<CachedObject> present, List<CachedChange> changes) {
        TreeMap<String, CachedObject> objects = new TreeMap<>();
        present.forEach(o -> objects.put(sortKey(o), o));
        for (CachedChange change : changes.reversed()) {
            String key = sortKey(change.now());
            if (change.kind() == ChangeRecord.Kind.ADDED || change.before() == null) {
                objects.remove(key);
            } else {
                objects.put(key, change.before());
            }
        }
        return List.copyOf(objects.values());
    }

    /** Orders as keys do: a name never holds the separator. */
    private static String sortKey(CachedObject object) {
        return object.stored().key().namespace() + "\0" + object.stored().key().name();
    }
}
