package dev.gantry.state.openapi;

import dev.gantry.api.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;

/** The documents of the build, by name, with their hashes. Thread-safe. */
public final class OpenApiDocuments {

    private static final String FOLDER = "/dev/gantry/schema/openapi/";

    private final Map<String, String> hashes = new TreeMap<>();
    private final Map<String, byte[]> compressed = new ConcurrentHashMap<>();

    public OpenApiDocuments() {
        Json.parse(resource("index.json"))
                .properties()
                .forEach(e -> hashes.put(e.getKey(), e.getValue().asString()));
    }

    /** {@code v1}, {@code apps/v1}, and {@code v2} for the one of the older form. */
    Optional<String> hash(String name) {
        return Optional.ofNullable(hashes.get(name));
    }

    Map<String, String> hashes() {
        return hashes;
    }

    /** As gzip. */
    byte[] compressed(String name) {
        return compressed.computeIfAbsent(name, n -> resource(n.replace('/', '_') + ".json.gz"));
    }

    /** As JSON. */
    public byte[] plain(String name) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed(name)))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] resource(String file) {
        try (InputStream in = OpenApiDocuments.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException("no document " + file + " on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
