package dev.gantry.testkit.cluster;

import dev.gantry.api.json.Json;
import dev.gantry.events.ChangeLog;
import dev.gantry.events.ChangeLog.Addressed;
import dev.gantry.events.ChangeLog.ChangeLogUnavailable;
import dev.gantry.events.ChangeRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes a {@link FakeCluster} to a change log as the state service does: in order, with the
 * partition's previous revision, progress in every partition after each burst and every {@code
 * beat}; after a failed append it starts again at the first record that was not acknowledged.
 * Secrets travel without a body.
 */
public final class FakePublisher implements AutoCloseable {

    private final FakeCluster cluster;
    private final ChangeLog log;
    private final Duration beat;
    private final UUID epoch = new UUID(0, 1);
    private final LinkedBlockingQueue<FakeChange> changes = new LinkedBlockingQueue<>();
    private final Consumer<FakeChange> follower = changes::add;
    private final Map<Integer, Long> previous = new HashMap<>();
    private final Thread thread;
    private long published;
    private volatile boolean silent;
    private volatile boolean closed;

    public FakePublisher(FakeCluster cluster, ChangeLog log, Duration beat) {
        this.cluster = cluster;
        this.log = log;
        this.beat = beat;
        this.published = cluster.revision();
        cluster.follow(published, follower);
        this.thread = Thread.ofVirtual().name("fake-publisher").start(this::run);
    }

    /** While silent nothing is published; what happens meanwhile is published later. */
    public void silent(boolean now) {
        silent = now;
    }

    private void run() {
        try {
            while (!closed) {
                FakeChange next = changes.poll(beat.toMillis(), TimeUnit.MILLISECONDS);
                List<FakeChange> burst = new ArrayList<>();
                if (next != null) {
                    burst.add(next);
                    changes.drainTo(burst, 200);
                }
                while (silent && !closed) {
                    Thread.sleep(10);
                }
                publish(burst);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void publish(List<FakeChange> burst) throws InterruptedException {
        List<Addressed> records = new ArrayList<>();
        for (FakeChange change : burst) {
            int partition = log.partitionOf(change.key().groupResource());
            long before = previous.getOrDefault(partition, 0L);
            records.add(new Addressed(partition, record(change, before)));
            previous.put(partition, change.revision());
            published = change.revision();
        }
        for (int p = 0; p < log.partitions(); p++) {
            records.add(
                    new Addressed(
                            p,
                            new ChangeRecord.Progress(
                                    epoch, published, previous.getOrDefault(p, 0L))));
        }
        while (!closed) {
            try {
                log.append(records);
                return;
            } catch (ChangeLogUnavailable e) {
                Thread.sleep(50);
            }
        }
    }

    private ChangeRecord record(FakeChange change, long before) {
        return new ChangeRecord.Changed(
                epoch,
                change.revision(),
                before,
                kind(change),
                change.key(),
                Json.text(change.last(), "metadata", "uid"),
                body(change),
                null);
    }

    private static byte @Nullable [] body(FakeChange change) {
        return change.key().groupResource().equals("secrets") ? null : Json.bytes(change.last());
    }

    private static ChangeRecord.Kind kind(FakeChange change) {
        if (change.after() == null) {
            return ChangeRecord.Kind.DELETED;
        }
        return change.before() == null ? ChangeRecord.Kind.ADDED : ChangeRecord.Kind.MODIFIED;
    }

    @Override
    public void close() {
        closed = true;
        cluster.unfollow(follower);
        thread.interrupt();
    }
}
