package dev.gantry.cli.cluster;

import dev.gantry.cli.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The background process of a cluster: standalone, or the supervisor of the processes topology.
 *
 * <p>Known by {@code run/gantry.pid}, which holds the process id and its start time, so that
 * another program with a recycled id is never taken for it.
 */
public final class ClusterProcess {

    private static final Duration STOP_WITHIN = Duration.ofSeconds(45);

    private final DataDirectory data;
    private final Path home;

    public ClusterProcess(DataDirectory data, Path home) {
        this.data = data;
        this.home = home;
    }

    /** The running process, if there is one. */
    public Optional<ProcessHandle> running() {
        Path file = data.run("gantry.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            String[] words = Files.readString(file).trim().split(" ");
            if (words.length != 2) {
                return Optional.empty();
            }
            return ProcessHandle.of(Long.parseLong(words[0]))
                    .filter(p -> startedAt(p).equals(words[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NumberFormatException notOurs) {
            return Optional.empty();
        }
    }

    /** Starts it in a session of its own, so that it outlives this command and its terminal. */
    public ProcessHandle start(StartOptions options) {
        data.prepare();
        Path log = data.log("gantry.log");
        try {
            Files.deleteIfExists(data.run("progress"));
            Files.deleteIfExists(data.run("endpoints.json"));
            rotate(log);
            Process process =
                    new ProcessBuilder(command(options))
                            .directory(home.toFile())
                            .redirectInput(
                                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .start();
            ProcessHandle handle = process.toHandle();
            Files.writeString(
                    data.run("gantry.pid"), handle.pid() + " " + startedAt(handle) + "\n");
            return handle;
        } catch (IOException e) {
            throw new Refusal(1, "the cluster's process could not be started: " + e.getMessage());
        }
    }

    /**
     * Stops it and waits; after 45 s it is killed.
     *
     * @return false when none was running
     */
    public boolean stop() {
        Optional<ProcessHandle> found = running();
        found.ifPresent(ClusterProcess::stop);
        try {
            Files.deleteIfExists(data.run("gantry.pid"));
            Files.deleteIfExists(data.run("progress"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found.isPresent();
    }

    private static void stop(ProcessHandle process) {
        List<ProcessHandle> family = process.descendants().toList();
        process.destroy();
        if (!exited(process, STOP_WITHIN)) {
            process.destroyForcibly();
            exited(process, Duration.ofSeconds(10));
        }
        for (ProcessHandle child : family) {
            if (!exited(child, Duration.ofSeconds(10))) {
                child.destroyForcibly();
            }
        }
    }

    private static boolean exited(ProcessHandle process, Duration within) {
        try {
            CompletableFuture<ProcessHandle> exit = process.onExit();
            exit.get(within.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillThere) {
            return false;
        } catch (ExecutionException e) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Runs a role of the launcher to its end, its output on this terminal. */
    public int runRole(List<String> arguments) {
        List<String> command = new ArrayList<>(java(List.of("-Xmx256m", "-XX:+UseSerialGC")));
        command.addAll(arguments);
        try {
            return new ProcessBuilder(command)
                    .directory(home.toFile())
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private List<String> command(StartOptions options) throws IOException {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            command.add("/usr/bin/setsid");
        }
        List<String> flags = new ArrayList<>(List.of("-Xms32m", "-Xmx" + heap(options)));
        flags.add("-XX:+UseSerialGC");
        flags.add("-XX:+ExitOnOutOfMemoryError");
        flags.add("-XX:SoftRefLRUPolicyMSPerMB=20"); // parsed views: seconds, not minutes
        flags.addAll(new AotCache(home, classPath()).flags());
        command.addAll(java(flags));
        command.addAll(options.arguments(data));
        return command;
    }

    /** A supervisor does little; all services in one JVM want more with many nodes. */
    private static String heap(StartOptions options) {
        if (options.topology().equals("processes")) {
            return "128m";
        }
        return options.hollowNodes() > 50 ? "3g" : "1200m";
    }

    /**
     * Makes the AOT cache of this distribution where there is none, in the background; later starts
     * use it.
     */
    public void trainInBackground() {
        AotCache cache = new AotCache(home, classPath());
        cache.train(output -> java(cache.trainingFlags(output)));
    }

    /** The command that runs a role of the launcher on this distribution. */
    public List<String> roleCommand(String role) {
        List<String> command = java(List.of());
        command.addAll(List.of(role, "--gantry.data-dir=" + data.root()));
        return command;
    }

    private List<String> java(List<String> flags) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Djava.net.preferIPv4Stack=true",
                        "-Dgantry.home=" + home,
                        "-cp",
                        classPath(),
                        "dev.gantry.standalone.Launcher"));
        return command;
    }

    /** Spelt out and sorted, so that it is the same each time, as the AOT cache demands. */
    private String classPath() {
        try (Stream<Path> jars = Files.list(home.resolve("dist/lib"))) {
            return String.join(
                    ":",
                    jars.map(Path::toString)
                            .filter(name -> name.endsWith(".jar"))
                            .sorted()
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String startedAt(ProcessHandle process) {
        return process.info().startInstant().map(t -> Long.toString(t.toEpochMilli())).orElse("-");
    }

    private static void rotate(Path log) throws IOException {
        if (Files.exists(log)) {
            Files.move(
                    log,
                    log.resolveSibling("gantry.log.1"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
