package dev.gantry.state.persistence.store;

import dev.gantry.state.publisher.PublisherSeat;
import dev.gantry.state.publisher.Told;
import dev.gantry.state.store.ObjectStore;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The seat as an advisory lock of a session: it is free as soon as the database knows that the
 * session is gone. What was told is remembered over the same session, so a holder that lost the
 * lock learns so.
 */
public final class PostgresPublisherSeat implements PublisherSeat {

    private static final long LOCK = 0x67616e747279_02L;

    private final Sessions sessions;

    public PostgresPublisherSeat(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public @Nullable Held take() {
        Sessions.Kept session = sessions.keep();
        boolean taken = false;
        try {
            taken = tryLock(session.connection());
            return taken ? new Seat(session, session.connection()) : null;
        } catch (SQLException e) {
            throw unavailable(e);
        } finally {
            if (!taken) {
                session.close();
            }
        }
    }

    /** Losing the last memory means telling again, so that need not wait for the disk. */
    private static boolean tryLock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET synchronous_commit = off");
            try (ResultSet row =
                    statement.executeQuery("SELECT pg_try_advisory_lock(" + LOCK + ")")) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private static ObjectStore.StoreUnavailable unavailable(SQLException e) {
        return new ObjectStore.StoreUnavailable(
                "the publisher's seat cannot be asked for: " + e.getMessage(), e);
    }

    private record Seat(Sessions.Kept session, Connection connection) implements Held {

        @Override
        public Optional<Told> told() {
            try (PreparedStatement query =
                            connection.prepareStatement(
                                    "SELECT epoch, revision, previous FROM publication");
                    ResultSet row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(
                                new Told(
                                        row.getObject(1, UUID.class),
                                        row.getLong(2),
                                        longs(row.getArray(3))))
                        : Optional.empty();
            } catch (SQLException e) {
                throw unavailable(e);
            }
        }

        private static long[] longs(Array array) throws SQLException {
            return Arrays.stream((Long[]) array.getArray()).mapToLong(Long::longValue).toArray();
        }

        @Override
        public void remember(Told told) {
            try (PreparedStatement update =
                    connection.prepareStatement(
                            "INSERT INTO publication (epoch, revision, previous) VALUES (?, ?, ?)"
                                    + " ON CONFLICT (id) DO UPDATE SET epoch = excluded.epoch,"
                                    + " revision = excluded.revision,"
                                    + " previous = excluded.previous")) {
                update.setObject(1, told.epoch());
                update.setLong(2, told.revision());
                update.setObject(3, told.previous());
                update.executeUpdate();
            } catch (SQLException e) {
                throw unavailable(e);
            }
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
