package dev.gantry.cli.cluster;

import dev.gantry.api.digest.Sha256;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The JVM's ahead-of-time cache of a distribution, keyed by JDK and class path: {@code
 * dist/aot-<key>.cache}. Missing or stale means a slower start and nothing else.
 *
 * <p>It is made by a training run, once per distribution, by one process at a time; a run that
 * failed leaves {@code .failed} beside it and is not tried again. {@code GANTRY_NO_AOT=1} switches
 * both making and using off.
 */
final class AotCache {

    private static final String OFF = "GANTRY_NO_AOT";

    /** Runs niced and locked; the cache appears whole or not at all. */
    private static final String SCRIPT =
            """
            exec 9>"$LOCK"
            flock -n 9 || exit 0
            [ ! -e "$CACHE" ] && [ ! -e "$CACHE.failed" ] || exit 0
            rm -f "$DIST"/aot-*.cache "$DIST"/aot-*.next "$DIST"/aot-*.failed
            if timeout 900 nice -n 19 "$@" && [ -s "$CACHE.next" ]; then
              mv "$CACHE.next" "$CACHE"
            else
              rm -f "$CACHE.next"; [ ! -d "$DIST" ] || touch "$CACHE.failed"
            fi
            """;

    private final Path dist;
    private final Path file;

    AotCache(Path home, String classPath) {
        this.dist = home.resolve("dist");
        this.file = dist.resolve("aot-" + key(classPath) + ".cache");
    }

    private static String key(String classPath) {
        StringBuilder facts = new StringBuilder(Runtime.version().toString());
        for (String jar : classPath.split(":")) {
            File file = new File(jar);
            facts.append(jar).append(file.length()).append(':').append(file.lastModified());
        }
        return HexFormat.of().formatHex(Sha256.of(facts.toString()), 0, 8);
    }

    private static boolean off() {
        return "1".equals(System.getenv(OFF));
    }

    /** What makes a JVM use it; none where there is none. */
    List<String> flags() {
        return off() || !Files.exists(file)
                ? List.of()
                : List.of("-XX:AOTCache=" + file, "-Xlog:aot=error,cds=error");
    }

    /** What makes a training run write it. */
    List<String> trainingFlags(Path output) {
        return List.of("-Xmx1200m", "-XX:+UseSerialGC", "-XX:AOTCacheOutput=" + output);
    }

    /**
     * Starts the training run in the background, where one is needed.
     *
     * @param java the JVM's command up to the role, given where the cache is to be written
     */
    void train(Function<Path, List<String>> java) {
        if (off() || Files.exists(file) || !Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("/usr/bin/setsid", "sh", "-c", SCRIPT));
        command.add("train");
        command.addAll(java.apply(dist.resolve(file.getFileName() + ".next")));
        command.add("train");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(dist.resolve("aot.log").toFile());
        builder.environment()
                .putAll(
                        Map.of(
                                "CACHE", file.toString(),
                                "DIST", dist.toString(),
                                "LOCK", dist.resolve("aot.lock").toString()));
        try {
            builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("the training run did not start", e);
        }
    }
}
