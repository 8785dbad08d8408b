package dev.gantry.schema;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.json.Json;
import dev.gantry.api.schema.Schemas;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.node.ObjectNode;

/** Writes all documents below a directory, unless they were written from the same inputs. */
public final class Main {

    private static final String PACKAGE = "dev/gantry/schema/openapi";

    private Main() {}

    public static void main(String[] args) throws IOException {
        Path out = Path.of(args[0]).resolve(PACKAGE);
        Path stamp = out.resolve("inputs.sha256");
        String inputs = inputs();
        if (Files.exists(stamp) && Files.readString(stamp).equals(inputs)) {
            return;
        }
        Files.createDirectories(out);
        Documents documents =
                new Documents(Catalog.builtIn(), Schemas.builtIn(), new ModelDescriptions());
        Map<String, String> index = new TreeMap<>();
        for (String groupVersion : groupVersions()) {
            byte[] bytes = Json.bytes(documents.v3(groupVersion));
            String file = groupVersion.replace('/', '_') + ".json.gz";
            Files.write(out.resolve(file), compressed(bytes));
            index.put(
                    groupVersion, HexFormat.of().withUpperCase().formatHex(sha("SHA-512", bytes)));
        }
        byte[] v2 = Json.bytes(documents.v2());
        Files.write(out.resolve("v2.json.gz"), compressed(v2));
        ObjectNode hashes = Json.object();
        index.forEach(hashes::put);
        hashes.put("v2", HexFormat.of().withUpperCase().formatHex(sha("SHA-512", v2)));
        Files.write(out.resolve("index.json"), Json.bytes(hashes));
        Files.writeString(stamp, inputs);
    }

    private static Set<String> groupVersions() {
        Set<String> all = new TreeSet<>();
        Catalog.builtIn().types().forEach(t -> all.add(t.apiVersion()));
        return all;
    }

    /** The bytes of this generator, of api-model and of the client's models, as one digest. */
    private static String inputs() throws IOException {
        StringBuilder facts = new StringBuilder();
        for (Class<?> type :
                new Class<?>[] {
                    Main.class, Catalog.class, io.kubernetes.client.openapi.models.V1Pod.class
                }) {
            Path source =
                    Path.of(
                            URI.create(
                                    type.getProtectionDomain()
                                            .getCodeSource()
                                            .getLocation()
                                            .toString()));
            facts.append(source.getFileName());
            if (Files.isDirectory(source)) {
                digestTree(source, facts);
            } else {
                facts.append(HexFormat.of().formatHex(sha("SHA-256", Files.readAllBytes(source))));
            }
        }
        return HexFormat.of()
                .formatHex(sha("SHA-256", facts.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static void digestTree(Path root, StringBuilder facts) throws IOException {
        try (var files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = root.relativize(file).toString();
                if (!name.startsWith(PACKAGE)) {
                    facts.append(name)
                            .append(
                                    HexFormat.of()
                                            .formatHex(sha("SHA-256", Files.readAllBytes(file))));
                }
            }
        }
    }

    private static byte[] compressed(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] sha(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
