package dev.gantry.standalone;

import dev.gantry.runtime.launch.ServiceName;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * The settings of the one service that a cluster leaves out, so that it can start from an IDE:
 * {@code run/dev.properties}. The key {@code service} names it; there is no secret in the file.
 */
final class DevSettings {

    private static final String SERVICE = "service";

    private DevSettings() {}

    static void write(Path data, ServiceName service, Map<String, String> settings) {
        Properties all = new Properties();
        all.putAll(settings);
        all.setProperty(SERVICE, service.module());
        try (Writer out = Files.newBufferedWriter(file(data))) {
            all.store(out, "how to start " + service.module());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @throws IllegalStateException when the cluster there does not leave this service out
     */
    static Map<String, String> read(Path data, ServiceName service) {
        Properties all = new Properties();
        if (Files.exists(file(data))) {
            try (Reader in = Files.newBufferedReader(file(data))) {
                all.load(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        if (!service.module().equals(all.remove(SERVICE))) {
            throw new IllegalStateException(
                    "no cluster in %s leaves out %s; start one: ./gantry dev %s"
                            .formatted(data, service.module(), service.module()));
        }
        Map<String, String> settings = new LinkedHashMap<>();
        all.stringPropertyNames().forEach(key -> settings.put(key, all.getProperty(key)));
        return settings;
    }

    /** A cluster that leaves nothing out says so by having no file. */
    static void remove(Path data) {
        try {
            Files.deleteIfExists(file(data));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file(Path data) {
        return data.resolve("run").resolve("dev.properties");
    }
}
