package dev.gantry.backends.postgres;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * How to run the server.
 *
 * @param port on 127.0.0.1; 0 keeps the port of the last start, or finds a free one
 * @param binaries where the program is unpacked; may be shared by several servers
 * @param log the server's log file, at most 10 MB and one older file
 * @param startTimeout for one start, recovery after a crash included
 * @param parameters server parameters beside ours, such as {@code max_connections}
 */
public record PostgresSettings(
        int port, Path binaries, Path log, Duration startTimeout, Map<String, String> parameters) {

    public PostgresSettings {
        parameters = Map.copyOf(parameters);
    }

    /** Everything under the data directory, on a port that is kept. */
    public static PostgresSettings under(Path dataDir) {
        return new PostgresSettings(
                0,
                dataDir.resolve("bin"),
                dataDir.resolve("postgres.log"),
                Duration.ofMinutes(2),
                Map.of());
    }

    /** As {@link #under}, with the program shared by every test of this machine's user. */
    public static PostgresSettings forTests(Path dataDir) {
        String user = System.getProperty("user.name");
        Path shared = Path.of(System.getProperty("java.io.tmpdir"), "gantry-postgres-" + user);
        return under(dataDir).withBinaries(shared);
    }

    public PostgresSettings withBinaries(Path where) {
        return new PostgresSettings(port, where, log, startTimeout, parameters);
    }

    public PostgresSettings withLog(Path file) {
        return new PostgresSettings(port, binaries, file, startTimeout, parameters);
    }

    public PostgresSettings withPort(int number) {
        return new PostgresSettings(number, binaries, log, startTimeout, parameters);
    }
}
