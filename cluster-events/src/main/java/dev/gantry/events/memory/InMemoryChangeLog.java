package dev.gantry.events.memory;

import dev.gantry.events.ChangeLog;
import dev.gantry.events.ChangeRecord;
import dev.gantry.events.Partitioning;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A change log without a broker. Keeps what was appended for tests to look at; not for long runs.
 * Safe for concurrent use.
 */
public final class InMemoryChangeLog implements ChangeLog {

    private static final Logger LOG = LoggerFactory.getLogger(InMemoryChangeLog.class);

    private final Partitioning partitioning;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Addressed> appended = new ArrayList<>();
    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    private boolean away;

    public InMemoryChangeLog() {
        this(new Partitioning(6));
    }

    public InMemoryChangeLog(Partitioning partitioning) {
        this.partitioning = partitioning;
    }

    @Override
    public int partitionOf(String groupResource) {
        return partitioning.partitionOf(groupResource);
    }

    @Override
    public int partitions() {
        return partitioning.count();
    }

    @Override
    public void append(List<Addressed> records) throws ChangeLogUnavailable {
        lock.lock();
        try {
            if (away) {
                throw new ChangeLogUnavailable(
                        "the change log is away", new IOException("taken away by the test"));
            }
            appended.addAll(records);
            records.forEach(r -> deliveries.forEach(d -> d.offer(r)));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Subscription subscribe(Set<Integer> partitions, Reader reader) {
        Delivery delivery = new Delivery(Set.copyOf(partitions), reader);
        lock.lock();
        try {
            deliveries.add(delivery);
        } finally {
            lock.unlock();
        }
        Thread.ofVirtual().name("change-log-reader").start(delivery::run);
        return delivery;
    }

    /** Everything appended so far. */
    public List<Addressed> appended() {
        lock.lock();
        try {
            return List.copyOf(appended);
        } finally {
            lock.unlock();
        }
    }

    /** While away, appends fail and readers hear nothing. */
    public void away(boolean now) {
        lock.lock();
        try {
            away = now;
        } finally {
            lock.unlock();
        }
    }

    /** The log is recreated empty: every reader is told that it lost its place. */
    public void recreate() {
        lock.lock();
        try {
            appended.clear();
            deliveries.forEach(Delivery::lose);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        deliveries.forEach(Delivery::close);
    }

    private final class Delivery implements Subscription {

        private final Set<Integer> partitions;
        private final Reader reader;
        private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
        private volatile boolean closed;

        Delivery(Set<Integer> partitions, Reader reader) {
            this.partitions = partitions;
            this.reader = reader;
        }

        void offer(Addressed record) {
            int partition = record.partition();
            if (partitions.contains(partition)) {
                ChangeRecord content = record.record();
                queue.add(() -> reader.read(partition, content));
            }
        }

        void lose() {
            queue.clear();
            partitions.forEach(p -> queue.add(() -> reader.lost(p, "the log was recreated")));
        }

        void run() {
            try {
                while (!closed) {
                    deliver(queue.take());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void deliver(Runnable event) {
            try {
                event.run();
            } catch (RuntimeException e) {
                LOG.atError().setCause(e).log("a reader of the change log failed");
            }
        }

        @Override
        public void close() {
            closed = true;
            deliveries.remove(this);
            queue.add(() -> {});
        }
    }
}
