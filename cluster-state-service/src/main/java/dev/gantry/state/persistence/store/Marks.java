package dev.gantry.state.persistence.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** How far old changes are gone, and which revision a point of time is. */
final class Marks {

    private Marks() {}

    /** Marks only move forward. */
    static long move(Connection connection, String name, long to) throws SQLException {
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

    /** The last revision committed before a point of time, 0 for none. */
    static long lastBefore(Connection connection, Instant time, long latest) throws SQLException {
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

    /** The only number that a query gives. */
    static long number(Connection connection, String sql) throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet row = query.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
