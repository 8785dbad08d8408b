package dev.gantry.scheduling.binding;

import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiException;
import dev.gantry.client.StateClient;
import dev.gantry.client.StateClient.WriteGroup;
import dev.gantry.client.StateClient.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends writes in bulk: what has gathered goes as one call, at most 256 writes in a call and eight
 * calls at a time.
 *
 * @param <T> what is written
 */
final class Bulk<T> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Bulk.class);
    private static final int LARGEST_BATCH = 256;
    private static final int CAPACITY = 4096;
    private static final int CALLS = 8;

    private final StateClient state;
    private final Function<T, WriteGroup> write;
    private final Outcome<T> outcome;
    private final BlockingQueue<T> waiting = new ArrayBlockingQueue<>(CAPACITY);
    private final Semaphore calls = new Semaphore(CALLS);
    private final String name;
    private final Thread thread;

    /** Told how each write ended, on some thread. */
    interface Outcome<T> {
        void written(T item);

        void refused(T item, ApiError why);
    }

    Bulk(String name, StateClient state, Function<T, WriteGroup> write, Outcome<T> outcome) {
        this.name = name;
        this.state = state;
        this.write = write;
        this.outcome = outcome;
        this.thread = Thread.ofVirtual().name("scheduling-" + name).start(this::run);
    }

    /** Blocks while 4,096 wait. */
    void put(T item) throws InterruptedException {
        waiting.put(item);
    }

    /** False when 4,096 wait. */
    boolean offer(T item) {
        return waiting.offer(item);
    }

    private void run() {
        try {
            while (true) {
                List<T> batch = new ArrayList<>();
                batch.add(waiting.take());
                calls.acquire();
                waiting.drainTo(batch, LARGEST_BATCH - 1);
                Thread.ofVirtual().name("scheduling-" + name + "-call").start(() -> call(batch));
            }
        } catch (InterruptedException closed) {
            LOG.debug("{} ends", name);
        }
    }

    private void call(List<T> batch) {
        try {
            send(batch);
        } catch (ApiException e) {
            batch.forEach(item -> outcome.refused(item, e.error()));
        } catch (RuntimeException bug) {
            LOG.error("writes were not sent", bug);
            batch.forEach(item -> outcome.refused(item, ApiError.internal(bug.toString())));
        } finally {
            calls.release();
        }
    }

    private void send(List<T> batch) {
        List<WriteResult> results = state.writeAll(batch.stream().map(write).toList());
        for (int i = 0; i < batch.size(); i++) {
            switch (results.get(i)) {
                case WriteResult.Written written -> outcome.written(batch.get(i));
                case WriteResult.Refused refused -> outcome.refused(batch.get(i), refused.error());
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
