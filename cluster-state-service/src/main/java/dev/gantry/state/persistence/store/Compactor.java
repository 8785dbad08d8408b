package dev.gantry.state.persistence.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets go of old changes. Any replica may do it, one at a time.
 *
 * <p>First the replay mark moves: changes up to it are no longer promised to watches, and those of
 * Leases and Events go, for they keep no history. It passes what the change log was not told yet
 * only where too much is kept for a log that is away: its readers list again then. Then partitions
 * that lie wholly before the history mark go, but for the last state of each object that is still
 * there. Revisions are found by time with a binary search: commits are in the order of time but for
 * steps of the clock.
 */
public final class Compactor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Compactor.class);
    private static final long LOCK = 0x67616e747279_01L;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final DataSource pool;
    private final StoreSettings settings;
    private final StoreMetrics metrics;
    private final CountDownLatch closed = new CountDownLatch(1);

    Compactor(DataSource pool, StoreSettings settings, StoreMetrics metrics) {
        this.pool = pool;
        this.settings = settings;
        this.metrics = metrics;
    }

    void start() {
        Thread.ofVirtual().name("state-compact").start(this::run);
    }

    private void run() {
        try {
            while (!closed.await(settings.compactionInterval().toMillis(), TimeUnit.MILLISECONDS)) {
                compactSafely();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void compactSafely() {
        try {
            Instant now = databaseTime();
            compact(now.minus(settings.replay()), now.minus(settings.history()));
        } catch (SQLException | RuntimeException e) {
            LOG.atWarn().setCause(e).log("old changes could not be let go, trying again later");
        }
    }

    /**
     * Lets go of what was committed before two points of time.
     *
     * @param replayFrom changes since then stay replayable
     * @param historyFrom the history since then is kept
     */
    public void compact(Instant replayFrom, Instant historyFrom) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            if (!locked(connection)) {
                return;
            }
            patient(connection);
            try {
                long latest = Marks.number(connection, "SELECT revision FROM store");
                long replay =
                        Math.max(
                                Marks.lastBefore(connection, replayFrom, latest),
                                latest - settings.replayChanges());
                long history =
                        Math.max(
                                Marks.lastBefore(connection, historyFrom, latest),
                                latest - settings.historyChanges());
                compact(connection, replay, history);
            } finally {
                run(connection, "SELECT pg_advisory_unlock(" + LOCK + ")");
                run(connection, "RESET statement_timeout");
                run(connection, "RESET lock_timeout");
            }
        }
    }

    /** Its statements may take long, but must not make writers wait behind a lock for long. */
    private static void patient(Connection connection) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, (int) PATIENCE.toMillis());
        run(connection, "SET statement_timeout = " + PATIENCE.toMillis());
        run(connection, "SET lock_timeout = 500");
    }

    /** As above by revisions. */
    public void compactTo(long replay, long history) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            compact(connection, replay, history);
        }
    }

    private void compact(Connection connection, long replay, long history) throws SQLException {
        long published =
                Marks.number(
                        connection,
                        "SELECT coalesce(min(revision), " + replay + ") FROM publication");
        long bound = bound(connection);
        if (published < bound) {
            LOG.atWarn()
                    .addKeyValue("published", published)
                    .addKeyValue("kept", bound)
                    .log("the change log is too far behind: its readers will list again");
        }
        long compacted =
                Marks.move(connection, "compacted", Math.max(Math.min(replay, published), bound));
        Partitions.trim(connection, compacted);
        long kept = Partitions.drop(connection, Math.min(Math.max(history, bound), compacted));
        metrics.size(Partitions.sizeBytes(connection));
        Partitions.makeRoom(connection);
        run(connection, "DELETE FROM writers WHERE answered_at < now() - interval '1 day'");
        metrics.compacted(compacted, kept);
    }

    /** Up to here changes go whoever has not heard of them. */
    private long bound(Connection connection) throws SQLException {
        long latest = Marks.number(connection, "SELECT revision FROM store");
        return Math.max(
                latest - settings.unpublishedChanges(),
                Partitions.beyond(connection, settings.historySize().toBytes()));
    }

    private static boolean locked(Connection connection) throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet row = query.executeQuery("SELECT pg_try_advisory_lock(" + LOCK + ")")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private Instant databaseTime() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement query = connection.createStatement();
                ResultSet row = query.executeQuery("SELECT now()")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
