package dev.gantry.state.persistence.store;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.state.persistence.encryption.BodyCipher;
import dev.gantry.state.store.ObjectStore;
import dev.gantry.state.store.StoredChange;
import dev.gantry.state.store.StoredObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What is read from the database, each on a pooled connection. */
final class Reads {

    private static final int FETCH_ROWS = 500;

    private static final String ONE =
            "SELECT "
                    + Rows.OBJECT
                    + " FROM objects WHERE resource = ? AND namespace = ? AND name = ?";
    private static final String ALL =
            "SELECT " + Rows.OBJECT + " FROM objects ORDER BY resource, namespace, name";
    private static final String AFTER =
            "SELECT " + Rows.CHANGE + " FROM changes WHERE revision > ? ORDER BY revision LIMIT ?";
    private static final String STATES =
            "SELECT %1$s FROM changes WHERE revision = ANY (?) UNION ALL "
                    + "SELECT %1$s FROM survivors WHERE revision = ANY (?)";

    private final DataSource pool;
    private final BodyCipher cipher;

    Reads(DataSource pool, BodyCipher cipher) {
        this.pool = pool;
        this.cipher = cipher;
    }

    /** Where the store stands. */
    record Position(long revision, UUID epoch) {}

    private interface Query<T extends @Nullable Object> {
        T ask(Connection connection) throws SQLException;
    }

    private <T extends @Nullable Object> T ask(Query<T> query) {
        try (Connection connection = pool.getConnection()) {
            return query.ask(connection);
        } catch (SQLException e) {
            throw new ObjectStore.StoreUnavailable(
                    "the database did not answer: " + e.getMessage(), e);
        }
    }

    Position position() {
        return ask(Reads::position);
    }

    private static Position position(Connection connection) throws SQLException {
        try (PreparedStatement query =
                        connection.prepareStatement("SELECT revision, epoch FROM store");
                ResultSet row = query.executeQuery()) {
            row.next();
            return new Position(row.getLong(1), row.getObject(2, UUID.class));
        }
    }

    @Nullable StoredObject one(ObjectKey key) {
        return ask(
                connection -> {
                    try (PreparedStatement query = connection.prepareStatement(ONE)) {
                        query.setString(1, key.groupResource());
                        query.setString(2, key.namespace());
                        query.setString(3, key.name());
                        try (ResultSet row = query.executeQuery()) {
                            return row.next() ? Rows.object(row, cipher) : null;
                        }
                    }
                });
    }

    /** All objects as of one moment, by a cursor. */
    long snapshot(Consumer<StoredObject> each) {
        return ask(
                connection -> {
                    connection.setAutoCommit(false);
                    try (Statement settings = connection.createStatement()) {
                        settings.execute(
                                "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
                        settings.execute("SET LOCAL statement_timeout = 0");
                        long revision = position(connection).revision();
                        everyObject(connection, each);
                        return revision;
                    } finally {
                        connection.rollback();
                        connection.setAutoCommit(true);
                    }
                });
    }

    private void everyObject(Connection connection, Consumer<StoredObject> each)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(ALL)) {
            query.setFetchSize(FETCH_ROWS);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    each.accept(Rows.object(rows, cipher));
                }
            }
        }
    }

    /**
     * In revision order; the mark is read after the rows, so that what it vouches for was there.
     */
    List<StoredChange> changesAfter(long revision, int limit) throws ObjectStore.Compacted {
        List<StoredChange> changes = new ArrayList<>();
        long compacted =
                ask(
                        connection -> {
                            try (PreparedStatement query = connection.prepareStatement(AFTER)) {
                                query.setLong(1, revision);
                                query.setInt(2, limit);
                                try (ResultSet rows = query.executeQuery()) {
                                    while (rows.next()) {
                                        changes.add(Rows.change(rows, cipher));
                                    }
                                }
                            }
                            return mark(connection, "compacted");
                        });
        if (revision < compacted
                || !changes.isEmpty() && changes.getFirst().revision() != revision + 1) {
            throw new ObjectStore.Compacted(
                    "changes after %d are gone up to %d".formatted(revision, compacted));
        }
        return changes;
    }

    long compacted() {
        return ask(connection -> mark(connection, "compacted"));
    }

    private static long mark(Connection connection, String name) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT revision FROM marks WHERE name = ?")) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    Map<Long, StoredObject> statesAt(Collection<Long> revisions) {
        if (revisions.isEmpty()) {
            return Map.of();
        }
        return ask(
                connection -> {
                    Map<Long, StoredObject> states = new HashMap<>();
                    String sql = STATES.formatted(Rows.OBJECT);
                    try (PreparedStatement query = connection.prepareStatement(sql)) {
                        long[] wanted = revisions.stream().mapToLong(Long::longValue).toArray();
                        query.setObject(1, wanted);
                        query.setObject(2, wanted);
                        try (ResultSet rows = query.executeQuery()) {
                            while (rows.next()) {
                                StoredObject state = Rows.object(rows, cipher);
                                states.put(state.revision(), state);
                            }
                        }
                    }
                    return states;
                });
    }
}
