package dev.gantry.gateway.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies bytes both ways between a client's upgraded connection and a node's, on two virtual
 * threads. A client that has said all (half-close) still hears; when the node ends, both end.
 */
final class ByteTunnel {

    private static final Logger log = LoggerFactory.getLogger(ByteTunnel.class);
    private static final int BUFFER_BYTES = 32 * 1024;

    private final Socket node;
    private final InputStream fromNode;
    private final Consumer<ByteTunnel> whenClosed;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable ClientConnection client;

    /**
     * @param fromNode what the node sends after its head
     */
    ByteTunnel(Socket node, InputStream fromNode, Consumer<ByteTunnel> whenClosed) {
        this.node = node;
        this.fromNode = fromNode;
        this.whenClosed = whenClosed;
    }

    void join(ClientConnection connection) {
        client = connection;
        if (closed.get()) {
            connection.close();
            return;
        }
        Thread.ofVirtual().name("api-gateway/stream-in").start(() -> clientToNode(connection));
        Thread.ofVirtual().name("api-gateway/stream-out").start(() -> nodeToClient(connection));
    }

    private void clientToNode(ClientConnection connection) {
        try {
            OutputStream out = node.getOutputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int n = connection.read(buffer); n >= 0; n = connection.read(buffer)) {
                out.write(buffer, 0, n);
                out.flush();
            }
            node.shutdownOutput();
        } catch (IOException e) {
            log.atDebug().setCause(e).log("a stream's client has gone");
            close();
        }
    }

    private void nodeToClient(ClientConnection connection) {
        try {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int n = fromNode.read(buffer); n >= 0; n = fromNode.read(buffer)) {
                connection.write(buffer, n);
            }
        } catch (IOException e) {
            log.atDebug().setCause(e).log("a stream's node has gone");
        } finally {
            close();
        }
    }

    void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        whenClosed.accept(this);
        Dialer.close(node);
        ClientConnection connection = client;
        if (connection != null) {
            connection.close();
        }
    }
}
