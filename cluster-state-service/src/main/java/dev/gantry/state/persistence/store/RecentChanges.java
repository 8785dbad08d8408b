package dev.gantry.state.persistence.store;

import dev.gantry.state.store.StoredChange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * This replica's latest commits, as long as they follow each other without another replica's
 * between: what the cache and the publisher read without asking the database. Also what this
 * replica knows of the latest revision.
 */
final class RecentChanges {

    private static final int MAX_CHANGES = 8192;
    private static final long MAX_BYTES = 16 << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition advanced = lock.newCondition();

    /** The change of a revision stands at its remainder. */
    private final @Nullable StoredChange[] ring = new StoredChange[MAX_CHANGES];

    /** Revisions in the ring: after {@code first}, up to {@code last}. */
    private long first;

    private long last;
    private long sizeBytes;
    private long known;

    /** Own changes, directly after {@code base}. */
    void committed(long base, List<StoredChange> own) {
        lock.lock();
        try {
            if (last != base) {
                forget();
                first = base;
                last = base;
            }
            for (StoredChange change : own) {
                add(change);
            }
            advance(last);
        } finally {
            lock.unlock();
        }
    }

    private void add(StoredChange change) {
        sizeBytes += change.object().body().length;
        while (last - first == MAX_CHANGES || sizeBytes > MAX_BYTES && last > first) {
            removeFirst();
        }
        last = change.revision();
        ring[at(last)] = change;
    }

    private void removeFirst() {
        first++;
        StoredChange oldest = ring[at(first)];
        if (oldest != null) {
            sizeBytes -= oldest.object().body().length;
            ring[at(first)] = null;
        }
    }

    private static int at(long revision) {
        return (int) (revision % MAX_CHANGES);
    }

    /** Somebody committed up to this revision. */
    void heardOf(long revision) {
        lock.lock();
        try {
            advance(revision);
        } finally {
            lock.unlock();
        }
    }

    private void advance(long revision) {
        if (revision > known) {
            known = revision;
            advanced.signalAll();
        }
    }

    private void forget() {
        while (last > first) {
            removeFirst();
        }
    }

    /** The changes after a revision; null when the database must be asked. */
    @Nullable List<StoredChange> after(long revision, int limit) {
        lock.lock();
        try {
            if (revision < first || revision >= last) {
                return null;
            }
            long to = Math.min(last, revision + limit);
            List<StoredChange> found = new ArrayList<>((int) (to - revision));
            for (long r = revision + 1; r <= to; r++) {
                StoredChange change = ring[at(r)];
                if (change == null) {
                    return null;
                }
                found.add(change);
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    boolean awaitBeyond(long revision, long timeoutNanos) throws InterruptedException {
        long left = timeoutNanos;
        lock.lockInterruptibly();
        try {
            while (known <= revision && left > 0) {
                left = advanced.awaitNanos(left);
            }
            return known > revision;
        } finally {
            lock.unlock();
        }
    }
}
