package dev.gantry.state.persistence.store;

import dev.gantry.state.persistence.encryption.BodyCipher;
import dev.gantry.state.store.CommitResult;
import dev.gantry.state.store.Deadline;
import dev.gantry.state.store.ObjectStore;
import dev.gantry.state.store.WriteGroup;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of this replica that commits. It takes what is waiting, up to a batch, commits it
 * by one call, and tells each caller; while it does, the next batch gathers.
 *
 * <p>A batch that the database refuses whole is split until the group at fault stands alone. When
 * the connection is lost, the batch is settled over another: found committed, or given up and
 * committed once more under another number.
 */
final class CommitWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CommitWriter.class);
    private static final long IDLE_MILLIS = 200;

    private final Sessions sessions;
    private final StoreSettings settings;
    private final BodyCipher cipher;
    private final RecentChanges recent;
    private final StoreMetrics metrics;
    private final UUID id = UUID.randomUUID();
    private final WaitingGroups waiting;
    private final Thread thread;
    private Sessions.Kept session;
    private long number;
    private volatile boolean closed;

    CommitWriter(
            Sessions sessions,
            StoreSettings settings,
            BodyCipher cipher,
            RecentChanges recent,
            StoreMetrics metrics) {
        this.sessions = sessions;
        this.settings = settings;
        this.cipher = cipher;
        this.recent = recent;
        this.metrics = metrics;
        this.waiting = new WaitingGroups(settings);
        this.session = sessions.keep();
        this.thread = Thread.ofPlatform().name("state-commit").daemon().unstarted(this::run);
        metrics.waiting(waiting);
    }

    void start() {
        thread.start();
    }

    /** Names this writer in the database. */
    UUID id() {
        return id;
    }

    /** Blocks until the group is committed or refused. */
    CommitResult commit(WriteGroup group) {
        Pending pending = new Pending(group);
        if (closed) {
            throw closedFailure();
        }
        if (!waiting.offer(pending)) {
            throw new ObjectStore.StoreUnavailable("too many writes are waiting", null);
        }
        return pending.await(Deadline.atMost(settings.commitTimeout()));
    }

    private static ObjectStore.StoreUnavailable closedFailure() {
        return new ObjectStore.StoreUnavailable("the store is closed", null);
    }

    private void run() {
        try {
            while (!closed) {
                List<Pending> groups = waiting.take(IDLE_MILLIS);
                if (!groups.isEmpty()) {
                    commitSafely(new Batch(groups));
                }
            }
        } catch (InterruptedException e) {
            LOG.atDebug().log("the writer was interrupted");
        } finally {
            closed = true;
            refuseWaiting();
            session.close();
        }
    }

    private void refuseWaiting() {
        try {
            List<Pending> left = waiting.take(0);
            while (!left.isEmpty()) {
                new Batch(left).fail(closedFailure());
                left = waiting.take(0);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A bug must not end the thread, nor leave callers without an answer. */
    private void commitSafely(Batch batch) {
        try {
            commit(batch, true);
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("committing a batch failed unexpectedly");
            batch.fail(new ObjectStore.OutcomeUnknown("the store failed: " + e.getMessage(), e));
        }
    }

    private void commit(Batch batch, boolean mayRepeat) {
        Connection connection;
        try {
            connection = session.connection();
        } catch (SQLException e) {
            batch.fail(new ObjectStore.StoreUnavailable("the database cannot be reached", e));
            return;
        }
        long begin = System.nanoTime();
        try {
            BatchAnswer answer = BatchCall.commit(connection, id, ++number, batch, cipher);
            metrics.committed(batch, answer, System.nanoTime() - begin);
            answered(batch, answer);
        } catch (SQLException e) {
            failed(batch, e, mayRepeat);
        }
    }

    private void answered(Batch batch, BatchAnswer answer) {
        recent.committed(answer.base(), batch.changes(answer));
        batch.complete(answer);
    }

    private void failed(Batch batch, SQLException failure, boolean mayRepeat) {
        switch (SqlState.of(failure)) {
            case CONNECTION_LOST -> settle(batch, failure, mayRepeat);
            case TRANSIENT ->
                    batch.fail(
                            new ObjectStore.StoreUnavailable(
                                    "the database did not commit: " + failure.getMessage(),
                                    failure));
            case REJECTED -> split(batch, failure);
        }
    }

    /** Half and half, until the group that cannot be stored is alone and the others are in. */
    private void split(Batch batch, SQLException failure) {
        int size = batch.groups().size();
        if (size == 1) {
            LOG.atWarn().addKeyValue("why", failure.getMessage()).log("a write cannot be stored");
            batch.fail(
                    new ObjectStore.WriteRejected(
                            "the store cannot hold this: " + failure.getMessage(), failure));
            return;
        }
        commit(new Batch(batch.groups().subList(0, size / 2)), true);
        commit(new Batch(batch.groups().subList(size / 2, size)), true);
    }

    private void settle(Batch batch, SQLException failure, boolean mayRepeat) {
        LOG.atWarn().addKeyValue("why", failure.getMessage()).log("the connection was lost");
        session.close();
        session = sessions.keep();
        Optional<BatchAnswer> found;
        try {
            found = ask(settings.commitTimeout());
        } catch (SQLException e) {
            batch.fail(
                    new ObjectStore.OutcomeUnknown(
                            "the connection to the database was lost at the commit", e));
            return;
        }
        metrics.settled(found.isPresent());
        if (found.isPresent()) {
            answered(batch, found.get());
        } else if (mayRepeat) {
            commit(batch, false);
        } else {
            batch.fail(
                    new ObjectStore.StoreUnavailable(
                            "the connection to the database was lost, nothing was committed",
                            failure));
        }
    }

    /** Asks until there is an answer or the time is over. */
    private Optional<BatchAnswer> ask(Duration timeout) throws SQLException {
        long deadline = System.nanoTime() + timeout.toNanos();
        long pauseMillis = 20;
        while (true) {
            try {
                return BatchCall.settle(session.connection(), id, number);
            } catch (SQLException e) {
                session.close();
                session = sessions.keep();
                if (closed || System.nanoTime() > deadline) {
                    throw e;
                }
                pause(pauseMillis);
                pauseMillis = Math.min(500, pauseMillis * 2);
            }
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets the running batch finish; whatever still waits is refused. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(settings.commitTimeout().plusSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
