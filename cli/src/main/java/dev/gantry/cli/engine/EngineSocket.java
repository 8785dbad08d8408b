package dev.gantry.cli.engine;

import dev.gantry.cli.cluster.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The Unix socket of the engine that runs the pods, and who named it.
 *
 * @param path absolute
 * @param namedBy a setting or a variable; empty for the usual place
 * @param refused why what was named cannot be used; empty when it can
 */
public record EngineSocket(Path path, String namedBy, String refused) {

    public static final Path USUAL = Path.of("/var/run/docker.sock");

    private static final String SETTING = "gantry.node.engine-socket";
    private static final List<String> VARIABLES =
            List.of("GANTRY_NODE_ENGINE_SOCKET", "GANTRY_NODE_ENGINESOCKET");

    /**
     * Decides: a setting goes over Gantry's variable, that over DOCKER_HOST, that over the usual
     * place. Pure.
     *
     * @param settings {@code KEY=VALUE}, the last one counts
     */
    public static EngineSocket of(List<String> settings, Map<String, String> environment) {
        Optional<EngineSocket> set =
                settings.stream()
                        .filter(s -> s.startsWith(SETTING + "="))
                        .reduce((first, last) -> last)
                        .map(s -> named(s.substring(SETTING.length() + 1), SETTING));
        return set.or(() -> ofVariables(environment))
                .orElseGet(() -> new EngineSocket(USUAL, "", ""));
    }

    private static Optional<EngineSocket> ofVariables(Map<String, String> environment) {
        Stream<EngineSocket> ours =
                VARIABLES.stream()
                        .filter(v -> !environment.getOrDefault(v, "").isEmpty())
                        .map(v -> named(environment.get(v), v));
        return ours.findFirst().or(() -> ofDockerHost(environment.getOrDefault("DOCKER_HOST", "")));
    }

    private static Optional<EngineSocket> ofDockerHost(String host) {
        if (host.isEmpty()) {
            return Optional.empty();
        }
        if (host.startsWith("unix://")) {
            return Optional.of(named(host.substring("unix://".length()), "DOCKER_HOST"));
        }
        String refused =
                "DOCKER_HOST is %s, and pods need an engine on a Unix socket of this machine: unset it,"
                        + " or set it to unix:///var/run/docker.sock";
        return Optional.of(new EngineSocket(USUAL, "DOCKER_HOST", refused.formatted(host)));
    }

    private static EngineSocket named(String path, String by) {
        return new EngineSocket(Path.of(path).toAbsolutePath().normalize(), by, "");
    }

    /** The one that the cluster of a directory was started with, else as {@link #of} decides. */
    public static EngineSocket remembered(DataDirectory data, Map<String, String> environment) {
        Path file = data.run("engine-socket");
        try {
            return Files.exists(file)
                    ? named(Files.readString(file).strip(), "the running cluster")
                    : of(List.of(), environment);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For {@link #remembered}. */
    public void remember(DataDirectory data) {
        try {
            Files.writeString(data.run("engine-socket"), path + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean usual() {
        return path.equals(USUAL);
    }

    /** As a setting of the node service. */
    public String setting() {
        return SETTING + "=" + path;
    }
}
