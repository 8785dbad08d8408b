package dev.gantry.cli.engine;

import dev.gantry.cli.cluster.DataDirectory;
import dev.gantry.cli.engine.docker.Docker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes sure that a container engine answers, installing and starting one where that is asked. */
public final class Engine {

    private static final Duration STARTS_WITHIN = Duration.ofSeconds(40);

    private final DataDirectory data;
    private final EngineSocket socket;
    private final boolean mayInstall;

    public Engine(DataDirectory data, EngineSocket socket, boolean mayInstall) {
        this.data = data;
        this.socket = socket;
        this.mayInstall = mayInstall;
    }

    /** What was found. */
    public sealed interface Found {
        /** It answers; {@code how} tells what was done, empty when it ran already. */
        record Ready(String version, String how) implements Found {}

        /** None; {@code why} says what to do. */
        record None(String why) implements Found {}
    }

    public Found ensure() {
        return version().<Found>map(v -> new Found.Ready(v, "")).orElseGet(this::start);
    }

    /** Without installing or starting anything. */
    public Found look() {
        return version()
                .<Found>map(v -> new Found.Ready(v, ""))
                .orElseGet(() -> new Found.None(advice()));
    }

    private Found start() {
        if (!socket.usual() || !socket.refused().isEmpty() || !mayInstall || !isRoot()) {
            return new Found.None(advice());
        }
        if (daemon().isEmpty() && !install()) {
            return new Found.None(
                    "installing the package docker.io failed; see " + data.log("install.log"));
        }
        return daemon().map(this::launch).orElseGet(() -> new Found.None(advice()));
    }

    private String advice() {
        if (!socket.refused().isEmpty()) {
            return socket.refused();
        }
        if (Files.exists(socket.path()) && !Files.isWritable(socket.path())) {
            return "%s is not writable for you: join the group docker, or run as root"
                    .formatted(socket.path());
        }
        if (!socket.usual()) {
            return "none answers at %s, which %s names".formatted(socket.path(), socket.namedBy());
        }
        if (daemon().isPresent()) {
            return isRoot()
                    ? "an engine is installed but does not run: start it with 'dockerd' or your service"
                            + " manager"
                    : "an engine is installed but does not run, and only root can start it";
        }
        return canInstall()
                ? "none is installed: apt-get install docker.io, then start dockerd"
                : "none is installed: install Docker and start it";
    }

    private boolean install() {
        if (!canInstall()) {
            return false;
        }
        System.out.println("engine       none found: installing Debian's package docker.io");
        Path log = data.log("install.log");
        return run(log, List.of("apt-get", "update", "-qq"))
                && run(
                        log,
                        List.of(
                                "apt-get",
                                "install",
                                "-y",
                                "-qq",
                                "--no-install-recommends",
                                "docker.io",
                                "iptables",
                                "iproute2"));
    }

    private Found launch(Path daemon) {
        Path log = data.log("dockerd.log");
        try {
            Process process =
                    new ProcessBuilder("/usr/bin/setsid", daemon.toString(), "--log-level", "warn")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .redirectInput(Path.of("/dev/null").toFile())
                            .start();
            Files.writeString(data.run("dockerd.pid"), process.pid() + "\n");
            Instant deadline = Instant.now().plus(STARTS_WITHIN);
            while (Instant.now().isBefore(deadline) && process.isAlive()) {
                Optional<String> version = version();
                if (version.isPresent()) {
                    return new Found.Ready(
                            version.get(), "started by gantry, log " + data.shown(log));
                }
                process.waitFor(Duration.ofMillis(200));
            }
            return new Found.None("dockerd does not answer; see " + log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Found.None("interrupted while dockerd started");
        }
    }

    /** Stops the engine if it was started for this data directory. */
    public boolean stopOurs() {
        Path file = data.run("dockerd.pid");
        if (!Files.exists(file)) {
            return false;
        }
        try {
            long pid = Long.parseLong(Files.readString(file).trim());
            Files.delete(file);
            Optional<ProcessHandle> daemon =
                    ProcessHandle.of(pid)
                            .filter(p -> p.info().command().orElse("").endsWith("dockerd"));
            daemon.ifPresent(ProcessHandle::destroy);
            return daemon.isPresent();
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }

    private Optional<String> version() {
        if (!socket.refused().isEmpty()) {
            return Optional.empty();
        }
        try (Docker docker = new Docker(socket.path())) {
            return docker.version();
        }
    }

    private static Optional<Path> daemon() {
        return List.of("/usr/sbin/dockerd", "/usr/bin/dockerd", "/usr/local/bin/dockerd").stream()
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static boolean canInstall() {
        return isRoot() && Files.isExecutable(Path.of("/usr/bin/apt-get"));
    }

    public static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static boolean run(Path log, List<String> command) {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
            return builder.start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
