package dev.gantry.node.server;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.ee11.websocket.server.JettyWebSocketServerContainer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SPDY inside WebSocket: the bytes of the one in binary messages of the other, split anywhere. KEP
 * "Transition from SPDY to WebSockets".
 */
public final class TunnelSocket implements Session.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(TunnelSocket.class);
    private static final byte[] END = new byte[0];
    private static final int WAITING = 64;

    private final PodDialer dialer;
    private final BlockingQueue<byte[]> arrived = new ArrayBlockingQueue<>(WAITING);
    private volatile boolean gone;

    private TunnelSocket(PodDialer dialer) {
        this.dialer = dialer;
    }

    static void accept(
            String protocol,
            PodDialer dialer,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        JettyWebSocketServerContainer.getContainer(request.getServletContext())
                .upgrade(
                        (asked, answer) -> {
                            answer.setAcceptedSubProtocol(protocol);
                            return new TunnelSocket(dialer);
                        },
                        request,
                        response);
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        opened.setIdleTimeout(AgentServer.STREAM_IDLE);
        Thread.ofVirtual().name("node-tunnel").start(() -> serve(opened));
        session = opened;
        opened.demand();
    }

    private volatile @Nullable Session session;

    private void serve(Session opened) {
        try {
            SpdyPortForward.serve(new Arrived(), new Messages(opened), dialer);
        } catch (IOException broken) {
            LOG.atDebug().setCause(broken).log("a tunnel broke");
        } finally {
            gone = true;
            arrived.clear();
            opened.close(StatusCode.NORMAL, "", Callback.NOOP);
        }
    }

    @Override
    public void onWebSocketBinary(ByteBuffer message, Callback callback) {
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        callback.succeed();
        if (bytes.length > 0 && !put(bytes)) {
            return;
        }
        Session open = session;
        if (open != null && open.isOpen()) {
            open.demand();
        }
    }

    private boolean put(byte[] bytes) {
        try {
            while (!gone) {
                if (arrived.offer(bytes, 1, java.util.concurrent.TimeUnit.SECONDS)) {
                    return true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        end();
    }

    @Override
    public void onWebSocketClose(int code, String reason, Callback callback) {
        end();
        callback.succeed();
    }

    private void end() {
        Thread.ofVirtual().name("node-tunnel-end").start(() -> put(END));
    }

    /** The messages' bytes one after the other. */
    private final class Arrived extends InputStream {

        private byte[] current = new byte[0];
        private int at;
        private boolean ended;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                while (at == current.length && !ended) {
                    current = arrived.take();
                    at = 0;
                    ended = current == END;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
            if (ended) {
                return -1;
            }
            int n = Math.min(length, current.length - at);
            System.arraycopy(current, at, bytes, offset, n);
            at += n;
            return n;
        }
    }

    /** Each write as a message. */
    private static final class Messages extends OutputStream {

        private final Session session;

        Messages(Session session) {
            this.session = session;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                Callback.Completable sent = new Callback.Completable();
                session.sendBinary(ByteBuffer.wrap(bytes, offset, length), sent);
                sent.join();
            } catch (CompletionException e) {
                throw new IOException("the client has gone", e);
            }
        }
    }
}
