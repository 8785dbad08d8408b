package dev.gantry.cli.cluster;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The JVM's ahead-of-time cache of a distribution, keyed by JDK and class path. Missing or stale
 * means a slower start and nothing else.
 */
final class AotCache {

    private AotCache() {}

    /** Where the cache of this JDK and class path lies or would lie. */
    static Path file(Path home, String classPath) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(Runtime.version().toString().getBytes(StandardCharsets.UTF_8));
            for (String jar : classPath.split(":")) {
                Path path = Path.of(jar);
                String fact = jar + path.toFile().length() + ":" + path.toFile().lastModified();
                digest.update(fact.getBytes(StandardCharsets.UTF_8));
            }
            String key = HexFormat.of().formatHex(digest.digest(), 0, 8);
            return home.resolve("dist").resolve("aot-" + key + ".cache");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static Optional<Path> of(Path home, String classPath) {
        return Optional.of(file(home, classPath)).filter(Files::exists);
    }
}
