package dev.gantry.state.watchcache;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.state.store.ObjectStore;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads, lists and watches. Safe for concurrent use; nothing here touches the database. */
public interface WatchCache {

    /** Whether the first snapshot is loaded. */
    boolean ready();

    /** The revision that reads are answered at. */
    long revision();

    /**
     * Waits until {@link #revision()} is at least the given one.
     *
     * @return false when the time is over
     */
    boolean await(long revision, Duration timeout) throws InterruptedException;

    /** The object, or null. O(log n). */
    @Nullable CachedObject get(ObjectKey key);

    /**
     * Objects of a type in key order, at one revision. O(result), without copying bodies.
     *
     * @param namespace empty for all
     */
    Snapshot list(String groupResource, String namespace);

    /**
     * Follows the changes of a type after a revision.
     *
     * @param namespace empty for all
     * @throws ObjectStore.Compacted when the window no longer reaches back that far
     */
    Watcher watch(String groupResource, String namespace, long afterRevision)
            throws ObjectStore.Compacted;

    /** A list at one revision. */
    record Snapshot(List<CachedObject> objects, long revision) {}

    /** One watch; its queue is bounded: a reader that falls too far behind is ended. */
    interface Watcher extends AutoCloseable {

        /**
         * The next changes in revision order, empty when the time is over.
         *
         * @throws WatcherEnded when the reader fell behind, the cache was reloaded or the watcher
         *     closed
         */
        List<CachedChange> poll(Duration timeout) throws InterruptedException, WatcherEnded;

        /** Every change up to this revision has been returned by {@link #poll}. For bookmarks. */
        long seen();

        /** Ends the watch; a waiting {@link #poll} wakes. */
        @Override
        void close();
    }

    /** The watch cannot go on; the client resumes or lists again. */
    final class WatcherEnded extends Exception {
        public WatcherEnded(String message) {
            super(message);
        }
    }
}
