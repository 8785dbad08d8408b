package dev.gantry.state.watchcache;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One reader's place in a type's window. Polled by one thread, woken and ended by any. */
final class CacheWatcher implements WatchCache.Watcher {

    /** How many changes one poll returns at most. */
    private static final int MOST_AT_ONCE = 1000;

    private final TypeCache type;
    private final String namespace;
    private final LongSupplier cacheRevision;
    private final Runnable onFellBehind;
    private final long after;
    private final Semaphore wakes = new Semaphore(0);
    private long place;
    private volatile long seen;
    private volatile @Nullable String ended;

    /**
     * @param after changes up to this revision are not told
     * @param place where the first later change is or will be
     */
    CacheWatcher(
            TypeCache type,
            String namespace,
            long after,
            long place,
            LongSupplier cacheRevision,
            Runnable onFellBehind) {
        this.type = type;
        this.namespace = namespace;
        this.after = after;
        this.place = place;
        this.seen = after;
        this.cacheRevision = cacheRevision;
        this.onFellBehind = onFellBehind;
    }

    /** Whether a change in a namespace is of interest. */
    boolean covers(String changed) {
        return namespace.isEmpty() || namespace.equals(changed);
    }

    void wake() {
        if (wakes.availablePermits() == 0) {
            wakes.release();
        }
    }

    @Override
    public List<CachedChange> poll(Duration timeout)
            throws InterruptedException, WatchCache.WatcherEnded {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            wakes.drainPermits();
            List<CachedChange> changes = take();
            if (!changes.isEmpty()) {
                return changes;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0 || !wakes.tryAcquire(left, TimeUnit.NANOSECONDS)) {
                return take();
            }
        }
    }

    private List<CachedChange> take() throws WatchCache.WatcherEnded {
        while (true) {
            String why = ended;
            if (why != null) {
                throw new WatchCache.WatcherEnded(why);
            }
            long complete = cacheRevision.getAsLong();
            long end = type.window.end();
            long to = Math.min(end, place + MOST_AT_ONCE);
            List<CachedChange> read = read(to);
            place = to;
            if (to == end) {
                seen = Math.max(seen, complete);
            } else {
                seen = Math.max(seen, read.getLast().revision());
            }
            List<CachedChange> wanted = read.stream().filter(this::wanted).toList();
            if (!wanted.isEmpty() || to == end) {
                return wanted;
            }
        }
    }

    private List<CachedChange> read(long to) throws WatchCache.WatcherEnded {
        List<CachedChange> read = place == to ? List.of() : type.window.read(place, to);
        if (read == null) {
            end("the reader fell behind the window of changes");
            onFellBehind.run();
            throw new WatchCache.WatcherEnded("the reader fell behind the window of changes");
        }
        return read;
    }

    private boolean wanted(CachedChange change) {
        return change.revision() > after && covers(change.now().stored().key().namespace());
    }

    @Override
    public long seen() {
        return seen;
    }

    /** Ends the watch for a reason; the reader is told at its next poll. */
    void end(String why) {
        if (ended == null) {
            ended = why;
        }
        type.watchers.remove(this);
        wakes.release();
    }

    @Override
    public void close() {
        end("the watch was closed");
    }
}
