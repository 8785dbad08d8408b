package dev.gantry.gateway.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Blocker;

/**
 * A client's connection after the upgrade: plain bytes, read and written by blocking virtual
 * threads, one each.
 *
 * <p>Jetty's own {@code HttpUpgradeHandler} is not used: its input ends at once for a request
 * without {@code Content-Length}, which a WebSocket's is.
 */
final class ClientConnection extends AbstractConnection implements Connection.UpgradeTo {

    private final ByteTunnel tunnel;
    private ByteBuffer early = ByteBuffer.allocate(0);

    ClientConnection(EndPoint connection, Executor executor, ByteTunnel tunnel) {
        super(connection, executor);
        this.tunnel = tunnel;
    }

    /** What came with the request's last packet. */
    @Override
    public void onUpgradeTo(ByteBuffer read) {
        early = read;
    }

    @Override
    public void onOpen() {
        super.onOpen();
        tunnel.join(this);
    }

    /**
     * Blocks until there is something.
     *
     * @return bytes read into the buffer, -1 at the end
     */
    int read(byte[] buffer) throws IOException {
        if (early.hasRemaining()) {
            int length = Math.min(buffer.length, early.remaining());
            early.get(buffer, 0, length);
            return length;
        }
        ByteBuffer target = ByteBuffer.wrap(buffer).limit(0);
        while (true) {
            int read = getEndPoint().fill(target);
            if (read != 0) {
                return read;
            }
            try (Blocker.Callback readable = Blocker.callback()) {
                getEndPoint().fillInterested(readable);
                readable.block();
            }
        }
    }

    void write(byte[] bytes, int length) throws IOException {
        try (Blocker.Callback written = Blocker.callback()) {
            getEndPoint().write(written, ByteBuffer.wrap(bytes, 0, length));
            written.block();
        }
    }

    @Override
    public void onFillable() {
        // Nobody asks for this: each read waits by itself.
    }

    @Override
    public void onClose(Throwable cause) {
        super.onClose(cause);
        tunnel.close();
    }
}
