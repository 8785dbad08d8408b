package dev.gantry.events.kafka;

import dev.gantry.events.ChangeLog.Reader;
import dev.gantry.events.ChangeLog.Subscription;
import dev.gantry.events.ChangeRecord;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscription: hears its partitions once their end is known. Who has stopped waiting for that
 * is told that its place was lost.
 */
final class Reading implements Subscription {

    private static final Logger log = LoggerFactory.getLogger(Reading.class);

    private final Set<Integer> partitions;
    private final Reader reader;
    private final Consumer<Reading> onClose;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition fixedAll = lock.newCondition();
    private final Set<Integer> unfixed;
    private boolean nobodyWaits;
    private volatile boolean closed;

    Reading(Set<Integer> partitions, Reader reader, Consumer<Reading> onClose) {
        this.partitions = Set.copyOf(partitions);
        this.reader = reader;
        this.onClose = onClose;
        this.unfixed = new HashSet<>(partitions);
    }

    Set<Integer> partitions() {
        return partitions;
    }

    /** Waits until the end of every partition is known, or the time is over. */
    void awaitFixed(Duration timeout) {
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (!unfixed.isEmpty() && left > 0) {
                left = fixedAll.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            nobodyWaits = true;
            lock.unlock();
        }
    }

    /** The end of a partition is known; what is appended from now on will be read. */
    void fixed(int partition) {
        boolean late;
        lock.lock();
        try {
            boolean first = unfixed.remove(partition);
            late = first && nobodyWaits;
            fixedAll.signalAll();
        } finally {
            lock.unlock();
        }
        if (late) {
            lost(partition, "the end of the log was not known when the reading began");
        }
    }

    void read(int partition, ChangeRecord record) {
        guarded(() -> reader.read(partition, record));
    }

    void lost(int partition, String why) {
        guarded(() -> reader.lost(partition, why));
    }

    private void guarded(Runnable call) {
        if (closed) {
            return;
        }
        try {
            call.run();
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("a reader of the change log failed");
        }
    }

    @Override
    public void close() {
        closed = true;
        onClose.accept(this);
    }
}
