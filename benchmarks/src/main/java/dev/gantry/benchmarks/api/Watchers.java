package dev.gantry.benchmarks.api;

import dev.gantry.benchmarks.load.Figures;
import dev.gantry.benchmarks.wire.Connection;
import dev.gantry.benchmarks.wire.Server;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Many watches of one collection, and how long a write takes to reach the last of them. */
final class Watchers implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final List<Connection> connections = new ArrayList<>();
    private final AtomicReference<CountDownLatch> awaited =
            new AtomicReference<>(new CountDownLatch(0));
    private final AtomicLong received = new AtomicLong();
    private volatile boolean closing;
    private volatile String failure = "";

    /** Opens so many; each is told of what is written from now on. */
    static Watchers open(Server server, String path, int count) throws IOException {
        String revision;
        try (Connection connection = Connection.open(server)) {
            byte[] list = connection.get(path + "?limit=1").expectSuccess().body();
            revision =
                    dev.gantry.api.json.Json.text(
                            dev.gantry.api.json.Json.parse(list), "metadata", "resourceVersion");
        }
        Watchers watchers = new Watchers();
        for (int i = 0; i < count; i++) {
            Connection connection = Connection.open(server);
            watchers.connections.add(connection);
            String watch = path + "?watch=1&timeoutSeconds=600&resourceVersion=" + revision;
            Thread.ofVirtual().name("watcher").start(() -> watchers.follow(connection, watch));
        }
        return watchers;
    }

    private void follow(Connection connection, String path) {
        try {
            connection.stream(
                    path,
                    line -> {
                        if (!line.startsWith("{\"type\":\"ADDED\"")) {
                            failure = line;
                        }
                        received.incrementAndGet();
                        awaited.get().countDown();
                        return true;
                    });
        } catch (IOException e) {
            if (!closing) {
                failure = e.toString();
            }
        }
    }

    /** Writes one after the other; each time is from the reply to the last watcher's receipt. */
    Figures oneByOne(Requests requests, String prefix, int writes) throws InterruptedException {
        long[] nanos = new long[writes];
        for (int i = 0; i < writes; i++) {
            CountDownLatch all = expect(connections.size());
            requests.create("configmaps", prefix + i, 1, 1);
            long replied = System.nanoTime();
            await(all);
            nanos[i] = Math.max(1, System.nanoTime() - replied);
        }
        return Figures.of(nanos);
    }

    /**
     * Writes by many clients at once; every watcher must be told of every write.
     *
     * @return events received, by the time until the last was
     */
    Burst burst(Requests requests, String prefix, int clients, int writes)
            throws InterruptedException {
        CountDownLatch all = expect(connections.size() * writes);
        long began = System.nanoTime();
        Figures written = requests.create("configmaps", prefix, clients, writes);
        await(all);
        double seconds = (System.nanoTime() - began) / 1e9;
        return new Burst(written, connections.size() * (double) writes / seconds);
    }

    /** What a burst came to. */
    record Burst(Figures written, double eventsPerSecond) {}

    private CountDownLatch expect(int events) {
        CountDownLatch all = new CountDownLatch(events);
        awaited.set(all);
        return all;
    }

    private void await(CountDownLatch all) throws InterruptedException {
        if (!all.await(PATIENCE_SECONDS, TimeUnit.SECONDS) || !failure.isEmpty()) {
            throw new IllegalStateException(
                    "%d events of a watch are missing %s".formatted(all.getCount(), failure));
        }
    }

    @Override
    public void close() throws IOException {
        closing = true;
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
