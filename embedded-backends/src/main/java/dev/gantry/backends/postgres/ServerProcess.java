package dev.gantry.backends.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of the server: a direct child of this process. */
final class ServerProcess {

    private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);
    private static final String READY = "database system is ready to accept connections";

    /** Ours; durability is PostgreSQL's default and asserted after the start all the same. */
    private static final Map<String, String> PARAMETERS =
            Map.ofEntries(
                    Map.entry("listen_addresses", "127.0.0.1"),
                    Map.entry("unix_socket_directories", ""),
                    Map.entry("fsync", "on"),
                    Map.entry("synchronous_commit", "on"),
                    Map.entry("full_page_writes", "on"),
                    Map.entry("password_encryption", "scram-sha-256"),
                    Map.entry("max_connections", "64"),
                    Map.entry("shared_buffers", "64MB"),
                    Map.entry("max_wal_size", "512MB"),
                    Map.entry("max_parallel_workers_per_gather", "0"),
                    Map.entry("jit", "off"),
                    Map.entry("lc_messages", "C"),
                    Map.entry("log_checkpoints", "off"),
                    Map.entry("logging_collector", "off"),
                    Map.entry("log_destination", "stderr"));

    private final Process process;
    private final ServerLog log;
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();

    private ServerProcess(Process process, ServerLog log) {
        this.process = process;
        this.log = log;
    }

    /** Starts and returns at once; {@link #awaitReady} waits. */
    static ServerProcess start(
            Place place, Binaries binaries, Account account, int port, PostgresSettings settings)
            throws IOException {
        ServerLog log = new ServerLog(settings.log());
        ProcessBuilder builder =
                new ProcessBuilder(command(place, binaries, account, port, settings));
        builder.directory(place.root().toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        ServerProcess server = new ServerProcess(builder.start(), log);
        Thread.ofVirtual().name("postgres-log").start(server::follow);
        return server;
    }

    private static List<String> command(
            Place place, Binaries binaries, Account account, int port, PostgresSettings settings) {
        List<String> command = new ArrayList<>(ownSession());
        command.addAll(account.prefix());
        command.add(binaries.program("postgres").toString());
        command.addAll(List.of("-D", place.data().toString(), "-p", String.valueOf(port)));
        PARAMETERS.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        settings.parameters()
                .forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return command;
    }

    /** Ctrl-C at a terminal is for us; the server is stopped after those who use it. */
    private static List<String> ownSession() {
        return Files.isExecutable(Path.of("/usr/bin/setsid")) ? List.of("setsid") : List.of();
    }

    private void follow() {
        try {
            log.copy(
                    process.getInputStream(),
                    line -> {
                        if (line.contains(READY)) {
                            ready.complete(true);
                        }
                    });
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("the output of PostgreSQL ended");
        } finally {
            ready.complete(false);
        }
    }

    /** Waits for the server's own word; stops it when that does not come. */
    void awaitReady(Duration timeout) throws IOException {
        try {
            if (ready.get(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            throw new PostgresFailed("PostgreSQL ended while starting:\n  " + log.tail());
        } catch (TimeoutException | ExecutionException e) {
            stop();
            throw new PostgresFailed(
                    "PostgreSQL is not ready after " + timeout + ":\n  " + log.tail(), e);
        } catch (InterruptedException e) {
            stop();
            Thread.currentThread().interrupt();
            throw new PostgresFailed("interrupted while PostgreSQL was starting", e);
        }
    }

    void stop() throws IOException {
        Signals.stop(process.toHandle(), Duration.ofSeconds(10));
    }

    Process process() {
        return process;
    }

    long pid() {
        return process.pid();
    }

    CompletableFuture<Process> onExit() {
        return process.onExit();
    }
}
