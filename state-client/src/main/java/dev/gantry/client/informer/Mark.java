package dev.gantry.client.informer;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** How far a copy is complete, and when its feed last proved to be alive. */
final class Mark {

    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private volatile long revision;
    private volatile boolean reached;
    private volatile long aliveAtNanos;

    Mark(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Moves forward, never back, and wakes who waits. */
    void reached(long to) {
        lock.lock();
        try {
            revision = Math.max(revision, to);
            reached = true;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the revision of a store in another life, be it lower. */
    void restarted(long at) {
        lock.lock();
        try {
            revision = at;
            reached = true;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void alive() {
        aliveAtNanos = nanoTime.getAsLong();
    }

    long revision() {
        return revision;
    }

    /** Whether it was ever reached. */
    boolean isSet() {
        return reached;
    }

    boolean await(long wanted, Duration timeout) throws InterruptedException {
        if (reached && revision >= wanted) {
            return true;
        }
        long left = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (!reached || revision < wanted) {
                if (left <= 0) {
                    return false;
                }
                left = moved.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    boolean fresh(Duration within) {
        return reached && nanoTime.getAsLong() - aliveAtNanos <= within.toNanos();
    }
}
