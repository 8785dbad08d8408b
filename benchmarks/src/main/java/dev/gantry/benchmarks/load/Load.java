package dev.gantry.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that each begin their next operation when the last one is answered. */
public final class Load {

    private Load() {}

    /** One client; used by one thread. */
    public interface Client extends AutoCloseable {

        /**
         * Does one operation and waits for its end.
         *
         * @param number counted from 0 over all clients
         */
        void operation(int number) throws Exception;

        @Override
        default void close() throws Exception {}
    }

    /** Makes clients; a connection is made before the time counts. */
    public interface Clients {
        Client open() throws Exception;
    }

    /**
     * Runs so many operations.
     *
     * @throws IllegalStateException with the first failure, whatever fails
     */
    public static Figures run(int clients, int operations, Clients each) {
        long[] nanos = new long[operations];
        AtomicInteger next = new AtomicInteger();
        CountDownLatch connected = new CountDownLatch(clients);
        CountDownLatch begin = new CountDownLatch(1);
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < clients; i++) {
                running.add(
                        threads.submit(
                                () -> {
                                    loop(each, connected, begin, next, nanos);
                                    return null;
                                }));
            }
            connected.await();
            long began = System.nanoTime();
            begin.countDown();
            for (Future<?> one : running) {
                one.get();
            }
            return Figures.of(System.nanoTime() - began, nanos);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a client failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void loop(
            Clients each,
            CountDownLatch connected,
            CountDownLatch begin,
            AtomicInteger next,
            long[] nanos)
            throws Exception {
        try (Client client = opened(each, connected)) {
            begin.await();
            for (int n = next.getAndIncrement(); n < nanos.length; n = next.getAndIncrement()) {
                long began = System.nanoTime();
                client.operation(n);
                nanos[n] = System.nanoTime() - began;
            }
        }
    }

    private static Client opened(Clients each, CountDownLatch connected) throws Exception {
        try {
            return each.open();
        } finally {
            connected.countDown();
        }
    }
}
