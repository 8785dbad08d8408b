package dev.gantry.state.request.read;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.status.ApiError;
import dev.gantry.state.store.Deadline;
import dev.gantry.state.store.ObjectStore;
import dev.gantry.state.store.StoredObject;
import dev.gantry.state.watchcache.CachedObject;
import dev.gantry.state.watchcache.WatchCache;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Objects as fresh as the reader needs them. Thread-safe. */
public final class CurrentObjects {

    private final ObjectStore store;
    private final WatchCache cache;
    private final Duration patience;

    /**
     * @param patience how long a read waits for the cache to reach a revision
     */
    public CurrentObjects(ObjectStore store, WatchCache cache, Duration patience) {
        this.store = store;
        this.cache = cache;
        this.patience = patience;
    }

    /** What the cache has; it may be behind. No I/O. */
    public @Nullable StoredObject cached(ObjectKey key) {
        CachedObject found = cache.get(key);
        return found == null ? null : found.stored();
    }

    /** As committed, past the cache. One round trip. */
    public @Nullable StoredObject live(ObjectKey key) {
        return store.read(key);
    }

    /** The cache's answer, or the store's where the cache has none: absence is never guessed. */
    public @Nullable StoredObject find(ObjectKey key) {
        StoredObject found = cached(key);
        return found == null ? live(key) : found;
    }

    /**
     * Waits until the cache shows everything that was committed before this call.
     *
     * @return a revision that the cache has reached
     * @throws dev.gantry.api.status.ApiException 503 while the cache is not loaded, 504 when it
     *     does not catch up in time
     */
    public long consistent() {
        requireReady();
        long committed = store.revision();
        reach(committed);
        return committed;
    }

    /**
     * Waits until the cache is at least at the revision.
     *
     * @throws dev.gantry.api.status.ApiException 504 with cause ResourceVersionTooLarge when no
     *     such revision was committed yet
     */
    public void atLeast(long revision) {
        requireReady();
        if (cache.revision() >= revision) {
            return;
        }
        long committed = store.revision();
        if (revision > committed) {
            throw ReadErrors.tooLarge(revision, committed).exception();
        }
        reach(revision);
    }

    private void reach(long revision) {
        try {
            if (!cache.await(revision, Deadline.atMost(patience))) {
                throw ApiError.timeout(
                                "the cache did not reach revision %d within %s, it is at %d"
                                        .formatted(revision, patience, cache.revision()))
                        .exception();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ApiError.timeout("the request was interrupted").exception();
        }
    }

    private void requireReady() {
        if (!cache.ready()) {
            throw ApiError.unavailable("the watch cache is being loaded").exception();
        }
    }
}
