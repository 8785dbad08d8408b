package dev.gantry.client.informer;

import dev.gantry.client.informer.FeedItem.Lost;
import dev.gantry.client.informer.FeedItem.Others;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one feed, bounded. The log's thread never blocks here: when the bound is reached
 * everything that waits is dropped and the place is lost. A watch's thread waits instead, and with
 * it the stream.
 */
final class FeedQueue {

    private final int maxItems;
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition emptied = lock.newCondition();
    private Deque<FeedItem> items = new ArrayDeque<>();
    private long bytes;
    private boolean closed;

    FeedQueue(int maxItems, long maxBytes) {
        this.maxItems = maxItems;
        this.maxBytes = maxBytes;
    }

    /** From the log. */
    void offer(FeedItem item) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (full()) {
                overflow();
            } else if (!joined(item)) {
                append(item);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean full() {
        return items.size() >= maxItems || bytes >= maxBytes;
    }

    private void overflow() {
        List<FeedItem> tasks = new ArrayList<>();
        items.forEach(
                item -> {
                    if (!(item instanceof FeedItem.Own)
                            && !(item instanceof Others)
                            && !(item instanceof FeedItem.Progress)) {
                        tasks.add(item);
                    }
                });
        items = new ArrayDeque<>(tasks);
        bytes = items.stream().mapToLong(FeedItem::sizeBytes).sum();
        append(new Lost("more than " + maxItems + " changes or " + maxBytes + " bytes waited"));
    }

    /** Changes of other kinds need no place each when one follows the other. */
    private boolean joined(FeedItem item) {
        if (item instanceof Others next
                && items.peekLast() instanceof Others last
                && last.epoch().equals(next.epoch())
                && next.previous() <= last.revision()) {
            items.removeLast();
            items.addLast(
                    new Others(
                            next.epoch(),
                            Math.max(last.revision(), next.revision()),
                            last.previous()));
            return true;
        }
        return false;
    }

    /**
     * From a watch; waits for room.
     *
     * @return false when the queue is closed
     */
    boolean put(FeedItem item) {
        lock.lock();
        try {
            while (full() && !closed) {
                emptied.awaitUninterruptibly();
            }
            if (closed) {
                return false;
            }
            append(item);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Control, never refused and never waiting: tasks and ends of watches are few. */
    void control(FeedItem item) {
        lock.lock();
        try {
            append(item);
        } finally {
            lock.unlock();
        }
    }

    private void append(FeedItem item) {
        items.addLast(item);
        bytes += item.sizeBytes();
        filled.signal();
    }

    /** The next item, or null after {@code nanos}; 0 does not wait. */
    @Nullable FeedItem take(long nanos) throws InterruptedException {
        long left = nanos;
        lock.lockInterruptibly();
        try {
            while (items.isEmpty() && !closed && left > 0) {
                left = filled.awaitNanos(left);
            }
            FeedItem item = items.pollFirst();
            if (item != null) {
                bytes -= item.sizeBytes();
                emptied.signalAll();
            }
            return item;
        } finally {
            lock.unlock();
        }
    }

    /** Sleeps until the time is over or the queue is closed. */
    void pause(long nanos) throws InterruptedException {
        long left = nanos;
        lock.lockInterruptibly();
        try {
            while (!closed && left > 0) {
                left = emptied.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return items.size();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            items.clear();
            bytes = 0;
            filled.signalAll();
            emptied.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
