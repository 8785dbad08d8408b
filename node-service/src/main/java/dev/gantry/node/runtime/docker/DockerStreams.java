package dev.gantry.node.runtime.docker;

import static dev.gantry.node.runtime.docker.Calls.call;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import dev.gantry.api.json.Json;
import dev.gantry.node.runtime.EngineException;
import dev.gantry.node.runtime.EngineException.Kind;
import dev.gantry.node.runtime.Streams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ObjectNode;

/** Logs, commands and ports of containers on a Docker engine. */
final class DockerStreams implements Streams {

    private static final int CONNECT_MILLIS = 5_000;

    private final DockerClient docker;
    private final Path socket;

    DockerStreams(DockerClient docker, Path socket) {
        this.docker = docker;
        this.socket = socket;
    }

    @Override
    public void logs(String id, LogQuery query, OutputStream out) throws IOException {
        boolean tty = inspect(id).getConfig().getTty() == Boolean.TRUE;
        String path =
                "/containers/%s/logs?follow=%b&timestamps=%b&stdout=%b&stderr=%b&tail=%s%s"
                        .formatted(
                                id,
                                query.follow(),
                                query.timestamps(),
                                query.stdout(),
                                query.stderr(),
                                query.tailLines() < 0 ? "all" : query.tailLines(),
                                query.since() == null ? "" : "&since=" + seconds(query.since()));
        try (EngineSocket connection = EngineSocket.open(socket)) {
            Frames.copy(connection.send("GET", path, new byte[0], false).body(), tty, both(out));
        }
    }

    private static String seconds(Instant time) {
        return "%d.%09d".formatted(time.getEpochSecond(), time.getNano());
    }

    private static Output both(OutputStream out) {
        return new Output() {
            @Override
            public void stdout(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
                out.flush();
            }

            @Override
            public void stderr(byte[] bytes, int offset, int length) throws IOException {
                stdout(bytes, offset, length);
            }
        };
    }

    private InspectContainerResponse inspect(String id) {
        return call(() -> docker.inspectContainerCmd(id).exec());
    }

    @Override
    public ExecResult run(String id, List<String> command, Duration timeout, int outputLimit) {
        try (DockerSession session = open(id, new ExecSpec(command, false, true, true, false))) {
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            CountDownLatch done = new CountDownLatch(1);
            Thread.ofVirtual()
                    .name("node-exec-output")
                    .start(
                            () -> {
                                try {
                                    session.pump(both(new Limited(output, outputLimit)));
                                } catch (IOException ended) {
                                    // the session was closed: the time is over
                                } finally {
                                    done.countDown();
                                }
                            });
            boolean ended = done.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
            String text = output.toString(StandardCharsets.UTF_8);
            return ended
                    ? new ExecResult(session.exitCode(), text, false)
                    : new ExecResult(-1, text, true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ExecResult(-1, "", true);
        }
    }

    @Override
    public Session exec(String id, ExecSpec spec) {
        return open(id, spec);
    }

    private DockerSession open(String id, ExecSpec spec) {
        String exec =
                call(() ->
                                docker.execCreateCmd(id)
                                        .withCmd(spec.command().toArray(String[]::new))
                                        .withAttachStdin(spec.stdin())
                                        .withAttachStdout(spec.stdout())
                                        .withAttachStderr(spec.stderr())
                                        .withTty(spec.tty())
                                        .exec())
                        .getId();
        ObjectNode start = Json.object().put("Detach", false).put("Tty", spec.tty());
        EngineSocket connection = EngineSocket.open(socket);
        try {
            connection.send("POST", "/exec/" + exec + "/start", Json.bytes(start), true);
        } catch (EngineException e) {
            connection.close();
            throw e;
        }
        return new DockerSession(
                connection,
                spec.tty(),
                (columns, rows) ->
                        call(() -> docker.resizeExecCmd(exec).withSize(rows, columns).exec()),
                () -> exitOf(exec));
    }

    private int exitOf(String exec) {
        Long code = call(() -> docker.inspectExecCmd(exec).exec()).getExitCodeLong();
        return Objects.requireNonNullElse(code, -1L).intValue();
    }

    @Override
    public Session attach(String id, ExecSpec spec) {
        boolean tty = inspect(id).getConfig().getTty() == Boolean.TRUE;
        String path =
                "/containers/%s/attach?stream=true&stdin=%b&stdout=%b&stderr=%b"
                        .formatted(id, spec.stdin(), spec.stdout(), spec.stderr());
        EngineSocket connection = EngineSocket.open(socket);
        try {
            connection.send("POST", path, new byte[0], true);
        } catch (EngineException e) {
            connection.close();
            throw e;
        }
        return new DockerSession(
                connection,
                tty,
                (columns, rows) ->
                        call(() -> docker.resizeContainerCmd(id).withSize(rows, columns).exec()),
                () -> 0);
    }

    @Override
    public Connection connect(String sandboxId, int port) throws IOException {
        InspectContainerResponse sandbox = inspect(sandboxId);
        if (sandbox.getState().getRunning() != Boolean.TRUE) {
            throw new EngineException(Kind.NOT_FOUND, "the pod's sandbox does not run");
        }
        String address = DockerStates.sandbox(sandbox).address();
        Socket connection = new Socket();
        try {
            connection.connect(
                    new InetSocketAddress(address.isEmpty() ? "127.0.0.1" : address, port),
                    CONNECT_MILLIS);
        } catch (IOException e) {
            connection.close();
            throw e;
        }
        return new SocketConnection(connection);
    }

    /** Keeps the first bytes and drops the rest. */
    private static final class Limited extends OutputStream {

        private final ByteArrayOutputStream out;
        private final int limit;

        Limited(ByteArrayOutputStream out, int limit) {
            this.out = out;
            this.limit = limit;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            out.write(bytes, offset, Math.min(length, Math.max(0, limit - out.size())));
        }
    }
}
