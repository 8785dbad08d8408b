package dev.gantry.standalone;

import dev.gantry.backends.kafka.EmbeddedKafka;
import dev.gantry.backends.kafka.KafkaSettings;
import dev.gantry.backends.postgres.EmbeddedPostgres;
import dev.gantry.backends.postgres.PostgresSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL and Kafka of this data directory, started side by side. */
final class Backends implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Backends.class);
    private static final long RESTART_AFTER_MILLIS = 1000;

    private final Path dataDirectory;
    private final EmbeddedKafka kafka;
    private volatile EmbeddedPostgres postgres;
    private volatile boolean closed;

    private Backends(Path dataDirectory, EmbeddedPostgres postgres, EmbeddedKafka kafka) {
        this.dataDirectory = dataDirectory;
        this.postgres = postgres;
        this.kafka = kafka;
        postgres.onCrash(this::crashed);
    }

    /**
     * @throws Exception when one of them does not start; nothing is left running
     */
    static Backends start(Path dataDirectory, Progress progress) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<EmbeddedKafka> broker =
                    threads.submit(
                            () ->
                                    progress.step(
                                            "kafka",
                                            () ->
                                                    EmbeddedKafka.start(
                                                            dataDirectory.resolve("kafka"),
                                                            KafkaSettings.USUAL)));
            EmbeddedPostgres database = null;
            try {
                database = progress.step("postgres", () -> postgres(dataDirectory));
                return new Backends(dataDirectory, database, broker.get());
            } catch (ExecutionException e) {
                if (database != null) {
                    database.close();
                }
                throw e.getCause() instanceof Exception cause ? cause : e;
            }
        }
    }

    private static EmbeddedPostgres postgres(Path dataDirectory) {
        Path own = dataDirectory.resolve("postgres");
        return EmbeddedPostgres.start(
                own,
                PostgresSettings.under(own)
                        .withLog(dataDirectory.resolve("log").resolve("postgres.log")));
    }

    /** On its old port, until it succeeds: the services wait and say 503. */
    private void crashed(int exitCode) {
        LOG.atError().addKeyValue("exitCode", exitCode).log("PostgreSQL ended; starting it again");
        Thread.ofVirtual().name("postgres-restart").start(this::restart);
    }

    private void restart() {
        while (!closed) {
            try {
                Thread.sleep(RESTART_AFTER_MILLIS);
                EmbeddedPostgres again = postgres(dataDirectory);
                again.onCrash(this::crashed);
                postgres = again;
                if (closed) {
                    again.close();
                }
                return;
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.atError().addKeyValue("why", e.toString()).log("PostgreSQL does not start");
            }
        }
    }

    EmbeddedKafka kafka() {
        return kafka;
    }

    /** What the state service needs to know of the database. */
    Map<String, String> databaseSettings() {
        return Map.of(
                "gantry.state.database.url", postgres.jdbcUrl(),
                "gantry.state.database.user", postgres.user(),
                "gantry.state.database.password-file", postgres.passwordFile().toString());
    }

    /** What a service in a process of its own needs to know of Kafka. */
    Map<String, String> kafkaSettings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("gantry.kafka.bootstrap-servers", kafka.bootstrapServers());
        settings.put("gantry.kafka.user", kafka.user());
        return settings;
    }

    @Override
    public void close() {
        closed = true;
        try {
            kafka.close();
        } finally {
            postgres.close();
        }
    }
}
