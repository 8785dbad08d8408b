package dev.gantry.backends.kafka;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** Where the broker keeps its log: formatted when new, moved aside when broken. */
final class LogDirectory {

    private static final String META = "meta.properties";

    private final Path directory;
    private final Path aside;

    LogDirectory(Path dataDir) {
        this.directory = dataDir.resolve("log");
        this.aside = dataDir.resolve("log.broken");
    }

    Path path() {
        return directory;
    }

    boolean formatted() {
        return Files.exists(directory.resolve(META));
    }

    /** Formats unless that is done; what a lost {@value #META} left behind is moved aside. */
    void prepare() throws IOException {
        if (formatted()) {
            return;
        }
        if (Files.isDirectory(directory) && !isEmpty()) {
            setAside();
        }
        Files.createDirectories(directory);
        format();
    }

    private boolean isEmpty() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    /** Keeps the last broken log for whoever wants to look; begins anew. */
    void setAside() throws IOException {
        delete(aside);
        if (Files.exists(directory)) {
            Files.move(directory, aside);
        }
    }

    private void format() throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (PrintStream print = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(print)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(BrokerProperties.NODE)
                    .addDirectory(directory.toString())
                    .setMetadataLogDirectory(directory.toString())
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .setControllerListenerName("CONTROLLER")
                    .run();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new KafkaFailed("formatting " + directory + " failed: " + said, e);
        }
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
