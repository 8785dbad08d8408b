package dev.gantry.backends.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {

    @TempDir static Path directory;

    @Test
    void keepsDataPortAndPasswordOverARestart() throws Exception {
        Path data = directory.resolve("kept");
        int port;
        try (EmbeddedPostgres first = start(data)) {
            port = first.port();
            execute(first, "CREATE TABLE t AS SELECT 7 AS n");
        }
        try (EmbeddedPostgres second = start(data)) {
            assertThat(second.port()).isEqualTo(port);
            assertThat(ask(second, "SELECT n FROM t")).isEqualTo("7");
            assertThat(Files.getPosixFilePermissions(second.passwordFile()))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void isDurableAndClosedToStrangers() throws Exception {
        try (EmbeddedPostgres server = start(directory.resolve("closed"))) {
            assertThat(ask(server, "SHOW fsync")).isEqualTo("on");
            assertThat(ask(server, "SHOW full_page_writes")).isEqualTo("on");
            assertThat(ask(server, "SHOW unix_socket_directories")).isEmpty();
            assertThat(ask(server, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThatThrownBy(
                            () -> DriverManager.getConnection(server.jdbcUrl(), "gantry", "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void aKilledServerIsToldAndStartedAgain() throws Exception {
        try (EmbeddedPostgres server = start(directory.resolve("killed"))) {
            execute(server, "CREATE TABLE t AS SELECT 7 AS n");
            CountDownLatch told = new CountDownLatch(1);
            server.onCrash(exitCode -> told.countDown());
            long before = server.pid();

            ProcessHandle.of(before).orElseThrow().destroyForcibly();

            assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
            await().atMost(Duration.ofSeconds(30)).until(() -> server.pid() != before);
            assertThat(ask(server, "SELECT n FROM t")).isEqualTo("7");
        }
    }

    @Test
    void anOrphanIsStoppedAndItsDataKept() throws Exception {
        Path data = directory.resolve("orphan");
        start(data).close();
        Process orphan = orphanOf(data);
        try (EmbeddedPostgres server = start(data)) {
            assertThat(orphan.isAlive()).isFalse();
            assertThat(ask(server, "SELECT 1")).isEqualTo("1");
        } finally {
            orphan.destroyForcibly();
        }
    }

    @Test
    void aLockFileOfAProcessThatIsNotTheServerIsNoHindrance() throws Exception {
        Path data = directory.resolve("stale");
        start(data).close();
        long stranger = ProcessHandle.current().pid();
        Files.writeString(data.resolve("data/postmaster.pid"), stranger + "\n/elsewhere\n");
        try (EmbeddedPostgres server = start(data)) {
            assertThat(ask(server, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void aSecondOwnerIsRefused() {
        Path data = directory.resolve("owned");
        try (EmbeddedPostgres server = start(data)) {
            assertThatThrownBy(() -> start(data))
                    .isInstanceOf(PostgresFailed.class)
                    .hasMessageContaining("another process runs PostgreSQL in");
            assertThat(server.port()).isPositive();
        }
    }

    @Test
    void anInterruptedFirstStartIsMadeAfresh() throws Exception {
        Path data = directory.resolve("half/" + "long-name-".repeat(15));
        Files.createDirectories(data.resolve("making-1/base"));
        try (EmbeddedPostgres server = start(data)) {
            assertThat(data.resolve("making-1")).doesNotExist();
            assertThat(ask(server, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void anUnprivilegedUserWhoMayNotEnterGetsAnotherPlaceAndFindsItAgain() throws Exception {
        assumeTrue(
                "root".equals(System.getProperty("user.name")), "only root becomes another user");
        Path closed = Files.createDirectories(directory.resolve("closed-to-others"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        Path data = closed.resolve("postgres");
        PostgresSettings settings = PostgresSettings.under(data);
        Account nobody = new Account.Unprivileged("nobody", 65534, 65534);
        Path place = null;
        try {
            try (EmbeddedPostgres first = EmbeddedPostgres.start(data, settings, nobody)) {
                place = first.directory();
                assertThat(place).startsWith(Path.of("/var/lib/gantry"));
                execute(first, "CREATE TABLE t AS SELECT 7 AS n");
            }
            try (EmbeddedPostgres second = EmbeddedPostgres.start(data, settings, nobody)) {
                assertThat(second.directory()).isEqualTo(place);
                assertThat(ask(second, "SELECT n FROM t")).isEqualTo("7");
            }
        } finally {
            if (place != null) {
                Trees.delete(place);
            }
        }
    }

    /** A server as a launcher that was killed leaves it: running, on another port. */
    private static Process orphanOf(Path data) throws IOException {
        PostgresSettings settings = PostgresSettings.forTests(data);
        Account account = Account.choose();
        Place place = Place.of(data, settings, account);
        Binaries binaries = Binaries.unpacked(settings.binaries());
        int port = Ports.choose(0, directory.resolve("orphan-port"));
        ServerProcess server = ServerProcess.start(place, binaries, account, port, settings);
        server.awaitReady(Duration.ofSeconds(30));
        return server.process();
    }

    private static EmbeddedPostgres start(Path data) {
        return EmbeddedPostgres.start(data, PostgresSettings.forTests(data));
    }

    private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(EmbeddedPostgres server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static Connection connect(EmbeddedPostgres server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
    }
}
