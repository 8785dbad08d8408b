package dev.gantry.backends.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** What is asked of a server that has just started. */
final class Assertions {

    private static final List<String> MUST_BE_ON =
            List.of("fsync", "synchronous_commit", "full_page_writes");

    private Assertions() {}

    /** Makes the database if it is missing, and refuses a server that would lose writes. */
    static void prepare(String serverUrl, String user, String password, String database) {
        try (Connection connection = DriverManager.getConnection(serverUrl, user, password);
                Statement statement = connection.createStatement()) {
            for (String name : MUST_BE_ON) {
                requireOn(statement, name);
            }
            if (!exists(statement, database)) {
                statement.execute("CREATE DATABASE " + database);
            }
        } catch (SQLException e) {
            throw new PostgresFailed("PostgreSQL at " + serverUrl + " does not answer", e);
        }
    }

    private static void requireOn(Statement statement, String name) throws SQLException {
        try (ResultSet row = statement.executeQuery("SHOW " + name)) {
            row.next();
            if (!row.getString(1).equals("on")) {
                throw new PostgresFailed(
                        "PostgreSQL would lose acknowledged writes: expected %s=on, found %s"
                                .formatted(name, row.getString(1)));
            }
        }
    }

    private static boolean exists(Statement statement, String database) throws SQLException {
        String query = "SELECT 1 FROM pg_database WHERE datname = '" + database + "'";
        try (ResultSet row = statement.executeQuery(query)) {
            return row.next();
        }
    }
}
