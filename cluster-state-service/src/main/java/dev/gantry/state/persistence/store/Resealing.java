package dev.gantry.state.persistence.store;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.state.persistence.encryption.BodyCipher;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings stored bodies into the form that the encryption's configuration wants now, the kept
 * history's too, while writes go on: after a rotation no body needs the old key any more. Documents
 * and revisions stay as they are. Done once for each configuration, by one replica.
 */
final class Resealing {

    private static final Logger LOG = LoggerFactory.getLogger(Resealing.class);
    private static final long LOCK = 0x67616e747279_03L;
    private static final int PAGE = 500;
    private static final long RETRY_SECONDS = 30;
    private static final String HEAD = "substring(body FOR " + BodyCipher.HEAD_BYTES + ")";

    private static final String BY_REVISION = "revision > ? ORDER BY revision";
    private static final String BY_KEY =
            "(resource, namespace, name) > (?, ?, ?) ORDER BY resource, namespace, name";

    private static final String AT =
            " WHERE resource = ? AND namespace = ? AND name = ? AND revision = ?";

    private final DataSource pool;
    private final BodyCipher cipher;
    private final CountDownLatch closed = new CountDownLatch(1);

    Resealing(DataSource pool, BodyCipher cipher) {
        this.pool = pool;
        this.cipher = cipher;
    }

    void start() {
        Thread.ofVirtual().name("state-reseal").start(this::run);
    }

    private void run() {
        try {
            while (!done() && !closed.await(RETRY_SECONDS, TimeUnit.SECONDS)) {
                LOG.atDebug().log("bodies are to be sealed again, trying once more");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean done() {
        try {
            return resealAll();
        } catch (SQLException | RuntimeException e) {
            LOG.atWarn().setCause(e).log("stored bodies could not be sealed again for now");
            return false;
        }
    }

    /**
     * @return whether everything is in the form wanted; false while another replica is at it
     */
    boolean resealAll() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            if (isCurrent(connection)) {
                return true;
            }
            if (Marks.number(connection, "SELECT pg_try_advisory_lock(" + LOCK + ")::int") == 0) {
                return false;
            }
            try {
                long changed = table(connection, "objects");
                changed += table(connection, "survivors");
                changed += table(connection, "changes");
                remember(connection);
                LOG.atInfo()
                        .addKeyValue("bodies", changed)
                        .log("stored bodies are sealed as wanted");
                return true;
            } finally {
                Marks.number(connection, "SELECT pg_advisory_unlock(" + LOCK + ")::int");
            }
        }
    }

    private boolean isCurrent(Connection connection) throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet row = query.executeQuery("SELECT fingerprint FROM sealing")) {
            row.next();
            return row.getString(1).equals(cipher.fingerprint());
        }
    }

    private void remember(Connection connection) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE sealing SET fingerprint = ?")) {
            update.setString(1, cipher.fingerprint());
            update.executeUpdate();
        }
    }

    /**
     * A row.
     *
     * @param current whether its body is in the form wanted
     */
    private record Place(long revision, ObjectKey key, boolean current) {}

    private long table(Connection connection, String table) throws SQLException {
        boolean byRevision = table.equals("changes");
        String sql =
                "SELECT revision, resource, namespace, name, %s FROM %s WHERE %s LIMIT %d"
                        .formatted(HEAD, table, byRevision ? BY_REVISION : BY_KEY, PAGE);
        long changed = 0;
        Place last = new Place(-1, new ObjectKey("", "", ""), true);
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            while (last != null) {
                List<Place> page = page(query, byRevision, last);
                for (Place place : page) {
                    changed += place.current() ? 0 : reseal(connection, table, place);
                }
                last = page.isEmpty() ? null : page.getLast();
            }
        }
        return changed;
    }

    /** The next rows in the order of the table's primary key. */
    private List<Place> page(PreparedStatement query, boolean byRevision, Place after)
            throws SQLException {
        if (byRevision) {
            query.setLong(1, after.revision());
        } else {
            query.setString(1, after.key().groupResource());
            query.setString(2, after.key().namespace());
            query.setString(3, after.key().name());
        }
        List<Place> places = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                ObjectKey key =
                        new ObjectKey(rows.getString(2), rows.getString(3), rows.getString(4));
                boolean current = cipher.current(key.groupResource(), rows.getBytes(5));
                places.add(new Place(rows.getLong(1), key, current));
            }
        }
        return places;
    }

    private int reseal(Connection connection, String table, Place place) throws SQLException {
        byte[] stored = body(connection, table, place);
        if (stored.length == 0) {
            return 0;
        }
        byte[] sealed = cipher.seal(place.key(), cipher.open(place.key(), stored));
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE " + table + " SET body = ?" + AT)) {
            update.setBytes(1, sealed);
            bind(update, 2, place);
            return update.executeUpdate();
        }
    }

    /** Empty when it has been written anew meanwhile, in the form wanted. */
    private static byte[] body(Connection connection, String table, Place place)
            throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT body FROM " + table + AT)) {
            bind(query, 1, place);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getBytes(1) : new byte[0];
            }
        }
    }

    /** The parameters of {@link #AT}. */
    private static void bind(PreparedStatement statement, int from, Place place)
            throws SQLException {
        statement.setString(from, place.key().groupResource());
        statement.setString(from + 1, place.key().namespace());
        statement.setString(from + 2, place.key().name());
        statement.setLong(from + 3, place.revision());
    }

    void close() {
        closed.countDown();
    }
}
