package dev.gantry.state.persistence;

import dev.gantry.backends.postgres.EmbeddedPostgres;
import dev.gantry.backends.postgres.PostgresSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.util.FileSystemUtils;

/**
 * A database of its own for a test class, on one PostgreSQL for the test run. Use as a static field
 * with {@code @RegisterExtension}.
 */
public final class TestDatabase implements BeforeAllCallback, AfterAllCallback {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(TestDatabase.class);

    private final String name = "t" + UUID.randomUUID().toString().replace("-", "");
    private Server server;
    private Database database;

    /** The server, stopped when the last test of the run is over. */
    private static final class Server implements AutoCloseable {

        private final Path directory;
        private final EmbeddedPostgres postgres;

        Server() {
            try {
                directory = Files.createTempDirectory("gantry-test-postgres");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Path data = directory.resolve("postgres");
            postgres = EmbeddedPostgres.start(data, PostgresSettings.forTests(data));
        }

        @Override
        public void close() throws IOException {
            postgres.close();
            FileSystemUtils.deleteRecursively(directory);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) throws SQLException {
        server =
                context.getRoot()
                        .getStore(NAMESPACE)
                        .computeIfAbsent(Server.class, type -> new Server(), Server.class);
        execute("CREATE DATABASE " + name);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (database != null) {
            database.close();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                server.postgres.jdbcUrl(),
                                server.postgres.user(),
                                server.postgres.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** How to reach it. */
    public DatabaseSettings settings() {
        return settings(server.postgres.port());
    }

    /** How to reach it through another port of this machine. */
    public DatabaseSettings settings(int port) {
        return new DatabaseSettings(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + name,
                server.postgres.user(),
                server.postgres.password(),
                null,
                4,
                Duration.ofSeconds(10));
    }

    public int port() {
        return server.postgres.port();
    }

    /** The migrated database, opened once for the class. */
    public Database open() {
        if (database == null) {
            database = Database.open(settings());
        }
        return database;
    }

    /** Runs a statement in it. */
    public void run(String sql) throws SQLException {
        try (Connection connection = open().unpooled().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
