package dev.gantry.state.persistence.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The partitions of {@code changes}: made ahead, thinned out, dropped whole. */
final class Partitions {

    private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);
    private static final String[] WITHOUT_HISTORY = {"leases.coordination.k8s.io", "events"};

    /** As in the migration. */
    private static final long REVISIONS = 50_000;

    private static final long REVISIONS_AT_ONCE = 20_000;

    private Partitions() {}

    /** Makes the next partition before it is needed. */
    static void makeRoom(Connection connection) throws SQLException {
        try (Statement call = connection.createStatement()) {
            call.execute(
                    "SELECT partition_changes(revision + %1$d, %1$d) FROM store"
                            .formatted(REVISIONS));
        }
    }

    /**
     * Lets go of changes of kinds that keep no history. Step by step, each on its own, going on
     * where the last run ended.
     */
    static void trim(Connection connection, long upTo) throws SQLException {
        long from = Marks.number(connection, "SELECT revision FROM marks WHERE name = 'trimmed'");
        try (PreparedStatement delete =
                connection.prepareStatement(
                        "DELETE FROM changes WHERE revision > ? AND revision <= ?"
                                + " AND resource = ANY (?)")) {
            while (from < upTo) {
                long begin = Math.max(from, firstAfter(connection, from, upTo) - 1);
                long to = Math.min(upTo, begin + REVISIONS_AT_ONCE);
                delete.setLong(1, begin);
                delete.setLong(2, to);
                delete.setArray(3, connection.createArrayOf("text", WITHOUT_HISTORY));
                delete.executeUpdate();
                from = Marks.move(connection, "trimmed", to);
            }
        }
    }

    /** The first revision of a range that is kept; a restore leaves a wide gap behind. */
    private static long firstAfter(Connection connection, long from, long upTo)
            throws SQLException {
        return Marks.number(
                connection,
                "SELECT coalesce(min(revision), %2$d) FROM changes WHERE revision > %1$d AND revision <= %2$d"
                        .formatted(from, upTo));
    }

    /** Drops whole partitions up to a revision; returns up to where changes are gone. */
    static long drop(Connection connection, long upTo) throws SQLException {
        long gone = 0;
        for (Partition partition : partitions(connection)) {
            if (partition.last() > upTo) {
                break;
            }
            dropOne(connection, partition);
            gone = partition.last();
        }
        return Marks.move(connection, "history", gone);
    }

    /**
     * The last revision of the newest partition that no longer fits into a size together with those
     * after it, 0 when all fit. The newest partition always fits.
     */
    static long beyond(Connection connection, long maxBytes) throws SQLException {
        long sum = sizeBytes(connection);
        long last = 0;
        for (Partition partition : partitions(connection)) {
            if (sum <= maxBytes) {
                return last;
            }
            sum -= sizeBytes(connection, partition.name());
            last = partition.last();
        }
        return last;
    }

    /** What the kept changes take on disk. */
    static long sizeBytes(Connection connection) throws SQLException {
        return Marks.number(
                connection,
                "SELECT coalesce(sum(pg_total_relation_size(inhrelid)), 0)"
                        + " + pg_total_relation_size('survivors')"
                        + " FROM pg_inherits WHERE inhparent = 'changes'::regclass");
    }

    private static long sizeBytes(Connection connection, String partition) throws SQLException {
        return Marks.number(
                connection, "SELECT pg_total_relation_size('" + partition + "'::regclass)");
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

    private static void dropOne(Connection connection, Partition partition) throws SQLException {
        try (PreparedStatement call = connection.prepareStatement("SELECT drop_partition(?, ?)")) {
            call.setString(1, partition.name());
            call.setArray(2, connection.createArrayOf("text", WITHOUT_HISTORY));
            call.execute();
            LOG.atInfo().addKeyValue("partition", partition.name()).log("old changes were let go");
        }
    }
}
