package dev.gantry.state.persistence.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets go of old changes. Any replica may do it, one at a time.
 *
 * <p>First the replay mark moves: changes up to it are no longer promised to watches, and those of
 * Leases and Events go, for they keep no history. It never passes what the change log was told.
 * Then partitions that lie wholly before the history mark go, but for the last state of each object
 * that is still there. Revisions are found by time with a binary search: commits are in the order
 * of time but for steps of the clock.
 */
public final class Compactor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Compactor.class);
    private static final String[] WITHOUT_HISTORY = {"leases.coordination.k8s.io", "events"};
    private static final long LOCK = 0x67616e747279_01L;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** As in the migration: a partition is made ahead of its first change. */
    private static final long PARTITION_REVISIONS = 50_000;

    private static final long REVISIONS_AT_ONCE = 20_000;

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
                long latest = number(connection, "SELECT revision FROM store");
                long replay =
                        Math.max(
                                lastBefore(connection, replayFrom, latest),
                                latest - settings.replayChanges());
                long history =
                        Math.max(
                                lastBefore(connection, historyFrom, latest),
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
                number(
                        connection,
                        "SELECT coalesce(min(revision), " + replay + ") FROM publication");
        long compacted = move(connection, "compacted", Math.min(replay, published));
        dropWithoutHistory(connection, compacted);
        long kept = dropPartitions(connection, Math.min(history, compacted));
        run(
                connection,
                "SELECT partition_changes(revision + %1$d, %1$d) FROM store"
                        .formatted(PARTITION_REVISIONS));
        run(connection, "DELETE FROM writers WHERE answered_at < now() - interval '1 day'");
        metrics.compacted(compacted, kept);
    }

    /** Marks only move forward. */
    private static long move(Connection connection, String name, long to) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE marks SET revision = greatest(revision, least(?, "
                                + "(SELECT s.revision FROM store s))) WHERE name = ?"
                                + " RETURNING revision")) {
            update.setLong(1, to);
            update.setString(2, name);
            try (ResultSet row = update.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Step by step, each on its own, going on where the last run ended. */
    private void dropWithoutHistory(Connection connection, long upTo) throws SQLException {
        long from = number(connection, "SELECT revision FROM marks WHERE name = 'trimmed'");
        try (PreparedStatement delete =
                connection.prepareStatement(
                        "DELETE FROM changes WHERE revision > ? AND revision <= ?"
                                + " AND resource = ANY (?)")) {
            while (from < upTo && closed.getCount() > 0) {
                long begin = Math.max(from, firstAfter(connection, from, upTo) - 1);
                long to = Math.min(upTo, begin + REVISIONS_AT_ONCE);
                delete.setLong(1, begin);
                delete.setLong(2, to);
                delete.setArray(3, connection.createArrayOf("text", WITHOUT_HISTORY));
                delete.executeUpdate();
                from = move(connection, "trimmed", to);
            }
        }
    }

    /** The first revision of a range that is kept; a restore leaves a wide gap behind. */
    private static long firstAfter(Connection connection, long from, long upTo)
            throws SQLException {
        return number(
                connection,
                "SELECT coalesce(min(revision), %2$d) FROM changes WHERE revision > %1$d AND revision <= %2$d"
                        .formatted(from, upTo));
    }

    /** Drops whole partitions up to a revision; returns up to where changes are gone. */
    private long dropPartitions(Connection connection, long upTo) throws SQLException {
        long gone = 0;
        for (Partition partition : partitions(connection)) {
            if (partition.last() > upTo) {
                break;
            }
            drop(connection, partition);
            gone = partition.last();
        }
        return move(connection, "history", gone);
    }

    private record Partition(String name, long first, long last) {}

    /** In order, all but the newest: {@code changes_1}, {@code changes_50001}. */
    private static List<Partition> partitions(Connection connection) throws SQLException {
        List<Long> firsts = new ArrayList<>();
        try (Statement query = connection.createStatement();
                ResultSet rows =
                        query.executeQuery(
                                "SELECT substring(c.relname FROM 9)::bigint FROM pg_inherits i"
                                        + " JOIN pg_class c ON c.oid = i.inhrelid"
                                        + " WHERE i.inhparent = 'changes'::regclass ORDER BY 1")) {
            while (rows.next()) {
                firsts.add(rows.getLong(1));
            }
        }
        List<Partition> partitions = new ArrayList<>();
        for (int i = 0; i + 1 < firsts.size(); i++) {
            partitions.add(
                    new Partition(
                            "changes_" + firsts.get(i), firsts.get(i), firsts.get(i + 1) - 1));
        }
        return partitions;
    }

    private static void drop(Connection connection, Partition partition) throws SQLException {
        try (PreparedStatement call = connection.prepareStatement("SELECT drop_partition(?, ?)")) {
            call.setString(1, partition.name());
            call.setArray(2, connection.createArrayOf("text", WITHOUT_HISTORY));
            call.execute();
            LOG.atInfo().addKeyValue("partition", partition.name()).log("old changes were let go");
        }
    }

    /** The last revision committed before a point of time, 0 for none. */
    private static long lastBefore(Connection connection, Instant time, long latest)
            throws SQLException {
        long low = 0;
        long high = latest;
        try (PreparedStatement probe =
                connection.prepareStatement(
                        "SELECT revision, committed_at < ? FROM changes"
                                + " WHERE revision BETWEEN ? AND ? ORDER BY revision LIMIT 1")) {
            while (low < high) {
                long middle = low + (high - low + 1) / 2;
                probe.setObject(1, OffsetDateTime.ofInstant(time, ZoneOffset.UTC));
                probe.setLong(2, middle);
                probe.setLong(3, high);
                try (ResultSet row = probe.executeQuery()) {
                    if (!row.next()) {
                        high = middle - 1;
                    } else if (row.getBoolean(2)) {
                        low = row.getLong(1);
                    } else {
                        high = middle - 1;
                    }
                }
            }
        }
        return low;
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

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet row = query.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
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
