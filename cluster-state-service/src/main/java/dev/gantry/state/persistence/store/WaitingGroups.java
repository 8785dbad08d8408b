package dev.gantry.state.persistence.store;

import dev.gantry.api.catalog.ObjectKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Groups that wait to be committed: bounded, in the order of arrival, but that a key is taken once
 * in a batch. A group that meets a key taken before it, or passed over before it, stays where it
 * is.
 */
final class WaitingGroups {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Deque<Pending> waiting = new ArrayDeque<>();
    private final StoreSettings settings;

    WaitingGroups(StoreSettings settings) {
        this.settings = settings;
    }

    /** Adds at the end; false when too many wait. */
    boolean offer(Pending pending) {
        lock.lock();
        try {
            if (waiting.size() >= settings.queue()) {
                return false;
            }
            waiting.addLast(pending);
            arrived.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The next batch; empty when nothing arrives in time. */
    List<Pending> take(long timeoutMillis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
            while (waiting.isEmpty() && left > 0) {
                left = arrived.awaitNanos(left);
            }
            return takeNow();
        } finally {
            lock.unlock();
        }
    }

    private List<Pending> takeNow() {
        List<Pending> taken = new ArrayList<>();
        Deque<Pending> passedOver = new ArrayDeque<>();
        Set<ObjectKey> met = new HashSet<>();
        long sizeBytes = 0;
        int looks = 4 * settings.batch();
        while (!waiting.isEmpty()
                && taken.size() < settings.batch()
                && sizeBytes < settings.batchSize().toBytes()
                && looks-- > 0) {
            Pending next = waiting.removeFirst();
            if (next.meets(met)) {
                passedOver.addLast(next);
            } else if (next.take()) {
                taken.add(next);
                sizeBytes += next.sizeBytes();
            } else {
                continue;
            }
            next.addKeysTo(met);
        }
        while (!passedOver.isEmpty()) {
            waiting.addFirst(passedOver.removeLast());
        }
        return taken;
    }

    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }
}
