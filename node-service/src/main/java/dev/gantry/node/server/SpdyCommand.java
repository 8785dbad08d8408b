package dev.gantry.node.server;

import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.node.runtime.EngineException;
import dev.gantry.node.runtime.Streams;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A command's streams over SPDY: one stream for each of error, stdin, stdout, stderr and resize, as
 * the client needs them. The command begins to be heard when all have been opened.
 */
final class SpdyCommand implements SpdyConnection.Streams, Remote.Client {

    private static final List<String> PROTOCOLS =
            List.of(
                    "v5.channel.k8s.io",
                    "v4.channel.k8s.io",
                    "v3.channel.k8s.io",
                    "v2.channel.k8s.io",
                    "channel.k8s.io");

    private final Streams.Session command;
    private final Set<String> expected;
    private final Map<String, SpdyStream> streams = new ConcurrentHashMap<>();
    private final AtomicBoolean begun = new AtomicBoolean();

    private SpdyCommand(Streams.Session command, Set<String> expected) {
        this.command = command;
        this.expected = expected;
    }

    static void accept(
            Supplier<Streams.Session> starting,
            Streams.ExecSpec spec,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        String protocol =
                Upgrading.choose(request, "X-Stream-Protocol-Version", PROTOCOLS)
                        .orElseThrow(
                                () ->
                                        ApiError.badRequest(
                                                        "unable to upgrade: expected one of the"
                                                                + " stream protocols "
                                                                + PROTOCOLS)
                                                .exception());
        boolean resizes =
                spec.tty() && !Set.of("v2.channel.k8s.io", "channel.k8s.io").contains(protocol);
        Set<String> expected =
                Stream.of(
                                "error",
                                spec.stdin() ? "stdin" : "",
                                spec.stdout() ? "stdout" : "",
                                spec.stderr() ? "stderr" : "",
                                resizes ? "resize" : "")
                        .filter(s -> !s.isEmpty())
                        .collect(Collectors.toSet());
        SpdyCommand served = new SpdyCommand(starting.get(), expected);
        boolean upgraded = false;
        try {
            RawUpgrade.spdy(
                    request,
                    response,
                    protocol,
                    (in, out) -> {
                        try {
                            new SpdyConnection(in, out, served).run();
                        } finally {
                            served.command.close();
                        }
                    });
            upgraded = true;
        } finally {
            if (!upgraded) {
                served.command.close();
            }
        }
    }

    @Override
    public void opened(SpdyStream stream) throws IOException {
        String type = stream.header("streamtype");
        if (!expected.contains(type)) {
            stream.reset();
            return;
        }
        streams.put(type, stream);
        switch (type) {
            case "stdin" -> stream.receive(new Input());
            case "resize" -> stream.receive(new Resizing());
            default -> stream.receive(SpdyStream.Receiver.NOBODY);
        }
        if (streams.keySet().containsAll(expected) && !begun.getAndSet(true)) {
            Thread.ofVirtual().name("node-exec").start(() -> Remote.serve(command, this));
        }
    }

    private final class Input implements SpdyStream.Receiver {
        @Override
        public void data(byte[] bytes) throws IOException {
            command.stdin().write(bytes, 0, bytes.length);
        }

        @Override
        public void end() throws IOException {
            command.stdin().close();
        }
    }

    private final class Resizing implements SpdyStream.Receiver {
        @Override
        public void data(byte[] bytes) {
            try {
                JsonNode size = Json.parse(bytes);
                command.resize(size.path("Width").asInt(0), size.path("Height").asInt(0));
            } catch (JacksonException | EngineException notResized) {
                // the terminal keeps its size
            }
        }

        @Override
        public void end() {}
    }

    @Override
    public void stdout(byte[] bytes, int offset, int length) throws IOException {
        send(streams.get("stdout"), bytes, offset, length);
    }

    @Override
    public void stderr(byte[] bytes, int offset, int length) throws IOException {
        send(streams.get("stderr"), bytes, offset, length);
    }

    private static void send(@Nullable SpdyStream stream, byte[] bytes, int offset, int length)
            throws IOException {
        if (stream != null) {
            stream.send(bytes, offset, length);
        }
    }

    @Override
    public void end(byte[] status) throws IOException {
        SpdyStream error = streams.get("error");
        send(error, status, 0, status.length);
        for (SpdyStream stream : streams.values()) {
            stream.endOutput();
        }
    }
}
