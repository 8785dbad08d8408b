package dev.gantry.state.persistence.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;

/** Refuses a database that could lose what it acknowledged, or is a replica of another. */
final class Durability {

    private static final Map<String, String> EXPECTED =
            Map.of("fsync", "on", "full_page_writes", "on", "transaction_read_only", "off");

    private Durability() {}

    static void require(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (Map.Entry<String, String> setting : EXPECTED.entrySet()) {
                String found = show(statement, setting.getKey());
                if (!found.equals(setting.getValue())) {
                    throw refusal(setting.getKey(), setting.getValue(), found);
                }
            }
            String commit = show(statement, "synchronous_commit");
            if (commit.equals("off")) {
                throw refusal("synchronous_commit", "on", commit);
            }
        }
    }

    private static IllegalStateException refusal(String name, String expected, String found) {
        return new IllegalStateException(
                "PostgreSQL would lose acknowledged writes: expected %s=%s, found %s"
                        .formatted(name, expected, found));
    }

    private static String show(Statement statement, String name) throws SQLException {
        try (ResultSet row = statement.executeQuery("SHOW " + name)) {
            row.next();
            return row.getString(1);
        }
    }
}
