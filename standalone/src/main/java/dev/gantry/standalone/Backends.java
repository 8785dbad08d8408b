package dev.gantry.standalone;

import dev.gantry.backends.kafka.EmbeddedKafka;
import dev.gantry.backends.kafka.KafkaSettings;
import dev.gantry.backends.postgres.EmbeddedPostgres;
import dev.gantry.backends.postgres.PostgresSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** PostgreSQL and Kafka of this data directory, started side by side. */
final class Backends implements AutoCloseable {

    private final EmbeddedKafka kafka;
    private final EmbeddedPostgres postgres;

    private Backends(EmbeddedPostgres postgres, EmbeddedKafka kafka) {
        this.postgres = postgres;
        this.kafka = kafka;
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
                return new Backends(database, broker.get());
            } catch (ExecutionException e) {
                if (database != null) {
                    database.close();
                }
                throw e.getCause() instanceof Exception cause ? cause : e;
            }
        }
    }

    /** PostgreSQL alone; it is a process of its own, and is started again when it ends. */
    static EmbeddedPostgres postgres(Path dataDirectory) {
        Path own = dataDirectory.resolve("postgres");
        return EmbeddedPostgres.start(
                own,
                PostgresSettings.under(own)
                        .withLog(dataDirectory.resolve("log").resolve("postgres.log")));
    }

    EmbeddedKafka kafka() {
        return kafka;
    }

    int kafkaPort() {
        String address = kafka.bootstrapServers();
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    Map<String, String> databaseSettings() {
        return databaseSettings(postgres);
    }

    /** What the state service needs to know of the database. */
    static Map<String, String> databaseSettings(EmbeddedPostgres postgres) {
        return Map.of(
                "gantry.state.database.url", postgres.jdbcUrl(),
                "gantry.state.database.user", postgres.user(),
                "gantry.state.database.password-file", postgres.passwordFile().toString());
    }

    /**
     * What a service in a process of its own needs to know of Kafka.
     *
     * @param port of the embedded broker
     */
    static Map<String, String> kafkaSettings(Path dataDirectory, int port) {
        return Map.of(
                "gantry.kafka.bootstrap-servers",
                "127.0.0.1:" + port,
                "gantry.kafka.user",
                "gantry",
                "gantry.kafka.password-file",
                dataDirectory.resolve("kafka/password").toString());
    }

    @Override
    public void close() {
        try {
            kafka.close();
        } finally {
            postgres.close();
        }
    }
}
