package dev.gantry.benchmarks.persistence;

import dev.gantry.backends.postgres.EmbeddedPostgres;
import dev.gantry.backends.postgres.PostgresSettings;
import dev.gantry.benchmarks.load.Figures;
import dev.gantry.benchmarks.load.Load;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Inserts rows of 2 KB, one transaction each, every client on a connection of its own, as durable
 * as our store: what PostgreSQL does when nobody batches for it.
 */
public final class InsertLoop implements AutoCloseable {

    private final EmbeddedPostgres postgres;
    private final long startMillis;

    private InsertLoop(EmbeddedPostgres postgres, long startMillis) {
        this.postgres = postgres;
        this.startMillis = startMillis;
    }

    /** Starts a PostgreSQL of its own. */
    public static InsertLoop start(Path directory) {
        long began = System.nanoTime();
        PostgresSettings plain = PostgresSettings.forTests(directory);
        EmbeddedPostgres postgres =
                EmbeddedPostgres.start(
                        directory.resolve("postgres"),
                        new PostgresSettings(
                                0,
                                plain.binaries(),
                                plain.log(),
                                plain.startTimeout(),
                                Map.of("max_connections", "120")));
        return new InsertLoop(postgres, (System.nanoTime() - began) / 1_000_000);
    }

    /** How long an empty PostgreSQL took to start. */
    public long startMillis() {
        return startMillis;
    }

    public Figures run(int clients, int inserts) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS rows");
            statement.execute(
                    "CREATE TABLE rows (name text PRIMARY KEY, revision bigserial, body bytea)");
        } catch (SQLException e) {
            throw new IllegalStateException("the table cannot be made", e);
        }
        return Load.run(clients, inserts, () -> new Inserter(connect()));
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    private record Inserter(Connection connection, PreparedStatement insert)
            implements Load.Client {

        Inserter(Connection connection) throws SQLException {
            this(
                    connection,
                    connection.prepareStatement("INSERT INTO rows (name, body) VALUES (?, ?)"));
        }

        @Override
        public void operation(int number) throws SQLException {
            insert.setString(1, "row-" + number);
            insert.setBytes(2, body(number));
            insert.executeUpdate();
        }

        /** Nothing that the server could compress. */
        private static byte[] body(int number) {
            byte[] body = new byte[2048];
            new SplittableRandom(number).nextBytes(body);
            return body;
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    @Override
    public void close() {
        postgres.close();
    }
}
