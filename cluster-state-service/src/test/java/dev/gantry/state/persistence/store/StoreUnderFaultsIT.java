package dev.gantry.state.persistence.store;

import static dev.gantry.state.store.Groups.configMap;
import static dev.gantry.state.store.Groups.create;
import static dev.gantry.state.store.Groups.group;
import static dev.gantry.state.store.Groups.revision;
import static dev.gantry.testkit.time.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.backends.postgres.EmbeddedPostgres;
import dev.gantry.backends.postgres.PostgresSettings;
import dev.gantry.state.persistence.Database;
import dev.gantry.state.persistence.DatabaseSettings;
import dev.gantry.state.persistence.encryption.BodyCipher;
import dev.gantry.state.store.ObjectStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writers, connections and servers that stop or vanish, on a PostgreSQL of its own. */
class StoreUnderFaultsIT {

    @TempDir static Path directory;

    private static EmbeddedPostgres postgres;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final long seed = System.nanoTime();
    private final History history = new History(seed);

    @BeforeAll
    static void start() {
        Path data = directory.resolve("postgres");
        postgres = EmbeddedPostgres.start(data, PostgresSettings.forTests(data));
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @BeforeEach
    void emptyDatabase() throws Exception {
        try (Database database = Database.open(settings(postgres.port()));
                var connection = database.unpooled().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("TRUNCATE objects, changes, survivors, writers, publication");
            statement.execute("UPDATE store SET revision = 0");
        }
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    private static DatabaseSettings settings(int port) {
        return new DatabaseSettings(
                "jdbc:postgresql://127.0.0.1:" + port + "/gantry",
                postgres.user(),
                postgres.password(),
                null,
                4,
                Duration.ofSeconds(5));
    }

    private Database database(int port) {
        Database database = Database.open(settings(port));
        opened.add(database);
        return database;
    }

    private PostgresObjectStore store(int port) {
        Database database = database(port);
        PostgresObjectStore store =
                PostgresObjectStore.open(
                        database.pool(),
                        database.sessions(),
                        StoreSettings.defaults(),
                        BodyCipher.none(),
                        meters);
        opened.add(store);
        return store;
    }

    private void check() throws ObjectStore.Compacted {
        history.check(new Reads(database(postgres.port()).pool(), BodyCipher.none()));
    }

    private interface Fault {
        void happen() throws Exception;
    }

    /** Six writers on the given stores while something happens to them. */
    private void writeWhile(List<PostgresObjectStore> stores, Fault fault) throws Exception {
        AtomicBoolean goesOn = new AtomicBoolean(true);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                ObjectStore store = stores.get(i % stores.size());
                String name = "w" + i;
                writers.add(threads.submit(() -> history.write(store, name, goesOn::get)));
            }
            try {
                fault.happen();
            } finally {
                goesOn.set(false);
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
    }

    private void awaitAcknowledged(long more) {
        long wanted = history.acknowledged() + more;
        eventually(() -> assertThat(history.acknowledged()).isGreaterThan(wanted));
    }

    @Test
    void threeWritersOnOneDatabaseShareOneOrder() throws Exception {
        int port = postgres.port();
        List<PostgresObjectStore> stores = List.of(store(port), store(port), store(port));
        writeWhile(stores, () -> awaitAcknowledged(600));
        assertThat(history.unknown()).isZero();
        check();
    }

    @Test
    void aConnectionCutAtTheCommitLosesAndDoublesNothing() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(postgres.port())) {
            writeWhile(
                    List.of(store(proxy.port())),
                    () -> {
                        for (int i = 0; i < 8; i++) {
                            awaitAcknowledged(15);
                            lose(proxy, i);
                            eventually(() -> assertThat(proxy.lostAll()).isTrue());
                        }
                        awaitAcknowledged(15);
                    });
            assertThat(settled("committed")).isPositive();
            assertThat(settled("nothing")).isPositive();
            assertThat(history.unknown()).isZero();
            check();
            opened.removeLast().close();
        }
    }

    /** Only the commit's call is longer than 400 bytes. */
    private static void lose(CuttingProxy proxy, int i) {
        if (i % 2 == 0) {
            proxy.loseReplies(1, 400);
        } else {
            proxy.loseRequests(1, 400);
        }
    }

    private double settled(String found) {
        return meters.counter("gantry.store.settled", "found", found).count();
    }

    @Test
    void killingTheServerLosesNothingAcknowledged() throws Exception {
        writeWhile(
                List.of(store(postgres.port()), store(postgres.port())),
                () -> {
                    for (int i = 0; i < 2; i++) {
                        awaitAcknowledged(100);
                        killTheServer();
                        awaitAcknowledged(50);
                    }
                });
        check();
    }

    private static void killTheServer() {
        ProcessHandle server = ProcessHandle.of(postgres.pid()).orElseThrow();
        List<ProcessHandle> all = new ArrayList<>(server.descendants().toList());
        all.addFirst(server);
        all.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void aStoppedWriterHoldsUpNobody() throws Exception {
        PostgresObjectStore store = store(postgres.port());
        Process other = otherProcess();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(other.getInputStream()))) {
            readAcknowledgements(lines, 50);
            signal(other, "STOP");

            for (int i = 0; i < 20; i++) {
                long begin = System.nanoTime();
                long given = revision(store.commit(group(create(configMap("free-" + i), "f" + i))));
                history.acknowledged("f" + i, given, given - 1);
                assertThat(Duration.ofNanos(System.nanoTime() - begin))
                        .isLessThan(Duration.ofSeconds(4));
            }

            signal(other, "CONT");
            readAcknowledgements(lines, 50);
        } finally {
            signal(other, "CONT");
            other.destroyForcibly().waitFor();
        }
        check();
    }

    private void readAcknowledgements(BufferedReader lines, int count) throws IOException {
        for (int i = 0; i < count; ) {
            String line = lines.readLine();
            assertThat(line).as("the other writer goes on").isNotNull();
            if (line.startsWith("ACK ")) {
                String[] words = line.split(" ");
                history.acknowledged(words[1], Long.parseLong(words[2]), 0);
                i++;
            }
        }
    }

    private static Process otherProcess() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WriterMain.class.getName(),
                        String.valueOf(postgres.port()),
                        postgres.user(),
                        postgres.password())
                .redirectErrorStream(true)
                .start();
    }

    private static void signal(Process process, String name) throws Exception {
        new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start().waitFor();
    }
}
