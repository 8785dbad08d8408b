package dev.gantry.node.server;

import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.node.runtime.EngineException;
import dev.gantry.node.runtime.Streams;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.eclipse.jetty.ee11.websocket.server.JettyWebSocketServerContainer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A command's streams over WebSocket: the first byte of each message names the channel. With v5 the
 * message {@code FF 00} ends the input; with v4 input has no end of its own.
 */
public final class ChannelSocket implements Session.Listener, Remote.Client {

    private static final Logger LOG = LoggerFactory.getLogger(ChannelSocket.class);
    private static final List<String> PROTOCOLS = List.of("v5.channel.k8s.io", "v4.channel.k8s.io");
    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int STDERR = 2;
    private static final int ERROR = 3;
    private static final int RESIZE = 4;
    private static final int CLOSE = 255;

    private final Streams.Session command;
    private final Streams.ExecSpec spec;
    private final ReentrantLock sending = new ReentrantLock();
    private volatile @org.jspecify.annotations.Nullable Session session;

    private ChannelSocket(Streams.Session command, Streams.ExecSpec spec) {
        this.command = command;
        this.spec = spec;
    }

    /** Starts the command, then answers 101; a command that can not be started is a Status. */
    static void accept(
            Supplier<Streams.Session> starting,
            Streams.ExecSpec spec,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        String protocol =
                Upgrading.choose(request, "Sec-WebSocket-Protocol", PROTOCOLS)
                        .orElseThrow(
                                () ->
                                        ApiError.badRequest(
                                                        "unable to upgrade: expected one of the"
                                                                + " subprotocols "
                                                                + PROTOCOLS)
                                                .exception());
        ChannelSocket socket = new ChannelSocket(starting.get(), spec);
        boolean upgraded = false;
        try {
            upgraded =
                    JettyWebSocketServerContainer.getContainer(request.getServletContext())
                            .upgrade(
                                    (asked, answer) -> {
                                        answer.setAcceptedSubProtocol(protocol);
                                        return socket;
                                    },
                                    request,
                                    response);
        } finally {
            if (!upgraded) {
                socket.command.close();
            }
        }
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        session = opened;
        opened.setIdleTimeout(AgentServer.STREAM_IDLE);
        opened.demand();
        Thread.ofVirtual().name("node-exec").start(this::run);
    }

    private void run() {
        try {
            // tells the client that the connection stands
            send(spec.stdout() ? STDOUT : spec.stderr() ? STDERR : ERROR, new byte[0], 0, 0);
        } catch (IOException gone) {
            command.close();
            return;
        }
        Remote.serve(command, this);
    }

    @Override
    public void onWebSocketBinary(ByteBuffer message, Callback callback) {
        try {
            handle(message);
            callback.succeed();
            demand();
        } catch (IOException | EngineException ended) {
            // the command no longer reads; its end is told by the other thread
            callback.succeed();
            demand();
        }
    }

    @Override
    public void onWebSocketText(String message) {
        onWebSocketBinary(ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8)), Callback.NOOP);
    }

    private void demand() {
        Session open = session;
        if (open != null && open.isOpen()) {
            open.demand();
        }
    }

    private void handle(ByteBuffer message) throws IOException {
        if (!message.hasRemaining()) {
            return;
        }
        int channel = message.get() & 0xff;
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        switch (channel) {
            case STDIN -> {
                if (spec.stdin() && bytes.length > 0) {
                    command.stdin().write(bytes, 0, bytes.length);
                }
            }
            case RESIZE -> resize(bytes);
            case CLOSE -> {
                if (bytes.length > 0 && bytes[0] == STDIN && spec.stdin()) {
                    command.stdin().close();
                }
            }
            default -> LOG.atDebug().addKeyValue("channel", channel).log("unknown channel");
        }
    }

    private void resize(byte[] bytes) {
        if (!spec.tty()) {
            return;
        }
        try {
            JsonNode size = Json.parse(bytes);
            command.resize(size.path("Width").asInt(0), size.path("Height").asInt(0));
        } catch (JacksonException | EngineException e) {
            LOG.atDebug().setCause(e).log("a terminal was not resized");
        }
    }

    @Override
    public void stdout(byte[] bytes, int offset, int length) throws IOException {
        send(STDOUT, bytes, offset, length);
    }

    @Override
    public void stderr(byte[] bytes, int offset, int length) throws IOException {
        send(STDERR, bytes, offset, length);
    }

    @Override
    public void end(byte[] status) throws IOException {
        send(ERROR, status, 0, status.length);
        Session open = session;
        if (open != null) {
            open.close(StatusCode.NORMAL, "", Callback.NOOP);
        }
    }

    private void send(int channel, byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer message = ByteBuffer.allocate(length + 1);
        message.put((byte) channel).put(bytes, offset, length).flip();
        Session open = session;
        if (open == null) {
            throw new IOException("the client has gone");
        }
        sending.lock();
        try {
            Callback.Completable sent = new Callback.Completable();
            open.sendBinary(message, sent);
            sent.join();
        } catch (CompletionException e) {
            throw new IOException("the client has gone", e);
        } finally {
            sending.unlock();
        }
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        command.close();
    }

    @Override
    public void onWebSocketClose(int code, String reason, Callback callback) {
        command.close();
        callback.succeed();
    }
}
