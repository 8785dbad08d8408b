package dev.gantry.controller.queue;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keys that want attention. A key waits at most once and is given to one worker at a time; a key
 * added while a worker has it is given out again after {@link #done}. Safe for concurrent use; no
 * call but {@link #take} blocks. Cost of each: O(log n) of the delayed keys.
 *
 * <p>Bounded: a key that finds no room is dropped, and {@link #overflowed()} tells the owner to add
 * everything again once there is room.
 */
public final class WorkQueue<K> implements AutoCloseable {

    private static final double JITTER = 0.2;

    private final QueueSettings settings;
    private final LongSupplier nanoTime;
    private final QueueMetrics metrics;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Waiting keys in the order of arrival, with the time of it. */
    private final LinkedHashMap<K, Long> ready = new LinkedHashMap<>();

    private final Map<K, Long> working = new HashMap<>();
    private final LinkedHashMap<K, Long> again = new LinkedHashMap<>();
    private final Map<K, Long> due = new HashMap<>();
    private final PriorityQueue<Timer<K>> timers =
            new PriorityQueue<>(Comparator.comparingLong(Timer::at));
    private final Map<K, Integer> failures = new HashMap<>();
    private boolean overflow;
    private boolean closed;

    private record Timer<K>(K key, long at) {}

    public WorkQueue(String name, QueueSettings settings, MeterRegistry meters) {
        this(name, settings, meters, System::nanoTime);
    }

    /**
     * @param nanoTime a monotonic clock
     */
    public WorkQueue(
            String name, QueueSettings settings, MeterRegistry meters, LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.metrics = new QueueMetrics(meters, name, this);
    }

    /** The key wants attention now. */
    public void add(K key) {
        lock.lock();
        try {
            if (closed || ready.containsKey(key) || again.containsKey(key)) {
                return;
            }
            if (!room()) {
                return;
            }
            metrics.added();
            (working.containsKey(key) ? again : ready).put(key, nanoTime.getAsLong());
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The key wants attention after a delay; of several the earliest counts. */
    public void addAfter(K key, Duration delay) {
        if (delay.isZero() || delay.isNegative()) {
            add(key);
            return;
        }
        lock.lock();
        try {
            long at = nanoTime.getAsLong() + delay.toNanos();
            Long known = due.get(key);
            if (closed || (known != null && known <= at) || !room()) {
                return;
            }
            due.put(key, at);
            timers.add(new Timer<>(key, at));
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The key failed: again after a delay that grows with each failure until {@link #forget}. */
    public void addBackOff(K key) {
        lock.lock();
        try {
            boolean countable = failures.containsKey(key) || failures.size() < settings.capacity();
            int count = countable ? failures.merge(key, 1, Integer::sum) : Integer.MAX_VALUE;
            metrics.retried();
            addAfter(key, jittered(settings.delayAfter(count)));
        } finally {
            lock.unlock();
        }
    }

    private static Duration jittered(Duration delay) {
        double factor = 1 + JITTER * (ThreadLocalRandom.current().nextDouble() * 2 - 1);
        return Duration.ofNanos(Math.max(1, (long) (delay.toNanos() * factor)));
    }

    /** The key succeeded: its next failure is a first one. */
    public void forget(K key) {
        lock.lock();
        failures.remove(key);
        lock.unlock();
    }

    /** How often the key failed in a row. */
    public int failures(K key) {
        lock.lock();
        try {
            return failures.getOrDefault(key, 0);
        } finally {
            lock.unlock();
        }
    }

    private boolean room() {
        if (ready.size() + again.size() + due.size() < settings.capacity()) {
            return true;
        }
        overflow = true;
        metrics.dropped();
        return false;
    }

    /** Waits for a key; null when the queue is closed. Call {@link #done} afterwards. */
    public @Nullable K take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                K key = poll();
                if (key != null || closed) {
                    return key;
                }
                Timer<K> next = timers.peek();
                if (next == null) {
                    changed.await();
                } else {
                    changed.await(next.at - nanoTime.getAsLong(), TimeUnit.NANOSECONDS);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** A key that is ready now, or null. Call {@link #done} afterwards. */
    public @Nullable K poll() {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            promote(now);
            var first = ready.pollFirstEntry();
            if (first == null || closed) {
                return null;
            }
            working.put(first.getKey(), now);
            metrics.waited(now - first.getValue());
            return first.getKey();
        } finally {
            lock.unlock();
        }
    }

    /** Moves what is due to the waiting keys. */
    private void promote(long now) {
        for (Timer<K> next = timers.peek();
                next != null && next.at - now <= 0;
                next = timers.peek()) {
            timers.remove();
            if (due.remove(next.key, next.at)) {
                add(next.key);
            }
        }
    }

    /** The worker has finished with the key. */
    public void done(K key) {
        lock.lock();
        try {
            Long since = working.remove(key);
            if (since != null) {
                metrics.worked(nanoTime.getAsLong() - since);
            }
            Long asked = again.remove(key);
            if (asked != null && !closed) {
                ready.put(key, asked);
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Whether keys were dropped and half of the room is free again; asked once per overflow. */
    public boolean overflowed() {
        lock.lock();
        try {
            boolean tell =
                    overflow && ready.size() + again.size() + due.size() <= settings.capacity() / 2;
            overflow = overflow && !tell;
            return tell;
        } finally {
            lock.unlock();
        }
    }

    /** Forgets everything that waits, and every failure. */
    public void clear() {
        lock.lock();
        ready.clear();
        again.clear();
        due.clear();
        timers.clear();
        failures.clear();
        overflow = false;
        lock.unlock();
    }

    /** Keys ready to be taken, those asked for again included. */
    public int size() {
        lock.lock();
        try {
            return ready.size() + again.size();
        } finally {
            lock.unlock();
        }
    }

    /** When the earliest delayed key is due, in nanoseconds from now; null when there is none. */
    public @Nullable Long nextDueNanos() {
        lock.lock();
        try {
            Timer<K> next = timers.peek();
            return next == null ? null : next.at - nanoTime.getAsLong();
        } finally {
            lock.unlock();
        }
    }

    double unfinishedSeconds() {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            return working.values().stream().mapToLong(since -> now - since).sum() / 1e9;
        } finally {
            lock.unlock();
        }
    }

    double longestSeconds() {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            return working.values().stream().mapToLong(since -> now - since).max().orElse(0) / 1e9;
        } finally {
            lock.unlock();
        }
    }

    /** Wakes every worker; nothing is given out any more. */
    @Override
    public void close() {
        lock.lock();
        closed = true;
        changed.signalAll();
        lock.unlock();
    }
}
