package dev.gantry.node.server;

import dev.gantry.node.runtime.Streams;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.ee11.websocket.server.JettyWebSocketServerContainer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * Ports over WebSocket channels: port i has channel 2i for data and 2i+1 for errors; the first
 * message of each tells the port's number, low byte first.
 */
public final class PortSocket implements Session.Listener {

    private static final int BUFFER_BYTES = 32 * 1024;

    private final List<Integer> ports;
    private final PodDialer dialer;
    private final Streams.@Nullable Connection[] connections;
    private final ReentrantLock sending = new ReentrantLock();
    private volatile @Nullable Session session;

    private PortSocket(List<Integer> ports, PodDialer dialer) {
        this.ports = ports;
        this.dialer = dialer;
        this.connections = new Streams.Connection[ports.size()];
    }

    static void accept(
            String protocol,
            List<Integer> ports,
            PodDialer dialer,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        JettyWebSocketServerContainer.getContainer(request.getServletContext())
                .upgrade(
                        (asked, answer) -> {
                            answer.setAcceptedSubProtocol(protocol);
                            return new PortSocket(ports, dialer);
                        },
                        request,
                        response);
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        session = opened;
        opened.setIdleTimeout(AgentServer.STREAM_IDLE);
        Thread.ofVirtual().name("node-ports").start(() -> open(opened));
    }

    private void open(Session opened) {
        try {
            for (int i = 0; i < ports.size(); i++) {
                int port = ports.get(i);
                byte[] number = {(byte) port, (byte) (port >> 8)};
                send(2 * i, number, 2);
                send(2 * i + 1, number, 2);
            }
            for (int i = 0; i < ports.size(); i++) {
                connect(i);
            }
            opened.demand();
        } catch (IOException clientGone) {
            closeAll();
        }
    }

    private void connect(int i) throws IOException {
        Streams.Connection connection;
        try {
            connection = dialer.dial(ports.get(i));
        } catch (IOException e) {
            byte[] words = String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8);
            send(2 * i + 1, words, words.length);
            return;
        }
        connections[i] = connection;
        Thread.ofVirtual().name("node-port").start(() -> fromPod(i, connection));
    }

    private void fromPod(int i, Streams.Connection connection) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (connection) {
            InputStream in = connection.input();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                send(2 * i, buffer, n);
            }
        } catch (IOException ended) {
            // the pod or the client has gone
        }
        Session open = session;
        if (ports.size() == 1 && open != null) {
            open.close(StatusCode.NORMAL, "", Callback.NOOP);
        }
    }

    @Override
    public void onWebSocketBinary(ByteBuffer message, Callback callback) {
        if (message.hasRemaining()) {
            int channel = message.get() & 0xff;
            byte[] bytes = new byte[message.remaining()];
            message.get(bytes);
            toPod(channel, bytes);
        }
        callback.succeed();
        Session open = session;
        if (open != null && open.isOpen()) {
            open.demand();
        }
    }

    private void toPod(int channel, byte[] bytes) {
        boolean data = channel % 2 == 0 && channel / 2 < connections.length;
        Streams.Connection connection = data ? connections[channel / 2] : null;
        if (connection == null) {
            return;
        }
        try {
            connection.output().write(bytes);
            connection.output().flush();
        } catch (IOException podGone) {
            connection.close();
        }
    }

    private void send(int channel, byte[] bytes, int length) throws IOException {
        Session open = session;
        if (open == null) {
            throw new IOException("the client has gone");
        }
        ByteBuffer message = ByteBuffer.allocate(length + 1);
        message.put((byte) channel).put(bytes, 0, length).flip();
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
        closeAll();
    }

    @Override
    public void onWebSocketClose(int code, String reason, Callback callback) {
        closeAll();
        callback.succeed();
    }

    private void closeAll() {
        for (Streams.Connection connection : connections) {
            if (connection != null) {
                connection.close();
            }
        }
    }
}
