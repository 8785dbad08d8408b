package dev.gantry.state.watchcache;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The recent changes of one type: every watcher reads along it at its own place, so that what the
 * slowest may leave unread is bounded by the window and a change costs the same for one watcher as
 * for a thousand.
 *
 * <p>One writer at a time; readers take no lock. Places count changes from 0 for ever.
 */
final class ChangeWindow {

    private static final int FIRST_CAPACITY = 64;

    /** A ring; replaced by a larger one, never changed in size. */
    private record Ring(@Nullable CachedChange[] changes, long[] millis) {
        Ring(int capacity) {
            this(new CachedChange[capacity], new long[capacity]);
        }

        int at(long place) {
            return (int) (place & (changes.length - 1));
        }
    }

    private final int maxChanges;
    private final long maxBytes;
    private volatile Ring ring = new Ring(FIRST_CAPACITY);
    private volatile long start;
    private volatile long end;
    private long sizeBytes;
    private long floor;

    /**
     * @param floor revision up to which changes are not in the window
     */
    ChangeWindow(long floor, int maxChanges, long maxBytes) {
        this.floor = floor;
        this.maxChanges = maxChanges;
        this.maxBytes = maxBytes;
    }

    /** Writer: adds the newest change and lets the oldest go where a bound is passed. */
    void append(CachedChange change, long nowMillis) {
        long place = end;
        Ring to = ring;
        if (place - start == to.changes.length) {
            to = grown(to, place);
            ring = to;
        }
        to.changes[to.at(place)] = change;
        to.millis[to.at(place)] = nowMillis;
        sizeBytes += sizeOf(change);
        end = place + 1;
        while (end - start > maxChanges || sizeBytes > maxBytes && end - start > 1) {
            dropOldest();
        }
    }

    private Ring grown(Ring from, long place) {
        Ring to = new Ring(from.changes.length * 2);
        for (long p = start; p < place; p++) {
            to.changes[to.at(p)] = from.changes[from.at(p)];
            to.millis[to.at(p)] = from.millis[from.at(p)];
        }
        return to;
    }

    /** Writer: lets go what was added before a time. */
    void expire(long beforeMillis) {
        while (start < end && ring.millis[ring.at(start)] < beforeMillis) {
            dropOldest();
        }
    }

    private void dropOldest() {
        Ring from = ring;
        int at = from.at(start);
        CachedChange oldest = from.changes[at];
        start++;
        from.changes[at] = null;
        if (oldest != null) {
            floor = Math.max(floor, oldest.revision());
            sizeBytes -= sizeOf(oldest);
        }
    }

    /** Writer: changes up to this revision are not complete. */
    void raiseFloor(long revision) {
        floor = Math.max(floor, revision);
    }

    private static long sizeOf(CachedChange change) {
        return change.now().stored().body().length + 200L;
    }

    /** With the writer's lock: a watch from this revision on is whole. */
    long floor() {
        return floor;
    }

    /** With the writer's lock: the place of the first change after a revision. O(log n). */
    long placeAfter(long revision) {
        long low = start;
        long high = end;
        while (low < high) {
            long middle = (low + high) >>> 1;
            CachedChange change = ring.changes[ring.at(middle)];
            if (change == null || change.revision() <= revision) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The place that the next change will have. */
    long end() {
        return end;
    }

    long size() {
        return end - start;
    }

    /**
     * Any thread: the changes from a place up to another.
     *
     * @return null when some of them have left the window
     */
    @Nullable List<CachedChange> read(long from, long to) {
        Ring source = ring;
        List<CachedChange> changes = new ArrayList<>((int) (to - from));
        for (long place = from; place < to; place++) {
            CachedChange change = source.changes[source.at(place)];
            if (change == null) {
                return null;
            }
            changes.add(change);
        }
        return start > from ? null : changes;
    }
}
