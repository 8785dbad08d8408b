package dev.gantry.benchmarks.baseline;

import dev.gantry.benchmarks.load.Figures;
import dev.gantry.benchmarks.load.Load;
import dev.gantry.benchmarks.wire.Server;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * A peer on the loopback that answers each request of a given size by a reply of a given size, over
 * the same TLS: what a server that does nothing would do.
 */
public final class Echo implements AutoCloseable {

    private static final byte[] PIECE = new byte[64 * 1024];

    private final Server identity;
    private final SSLServerSocket listener;

    /** Answers with the certificate that the client shows to the API. */
    public Echo(Server identity) throws IOException {
        this.identity = identity;
        this.listener =
                (SSLServerSocket)
                        identity.tls()
                                .getServerSocketFactory()
                                .createServerSocket(0, 512, InetAddress.getByName("127.0.0.1"));
        Thread.ofVirtual().name("echo").start(this::accept);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                Thread.ofVirtual().name("echo").start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (true) {
                int ask = in.readInt();
                int reply = in.readInt();
                in.skipNBytes(ask);
                for (int left = reply; left > 0; left -= PIECE.length) {
                    socket.getOutputStream().write(PIECE, 0, Math.min(left, PIECE.length));
                }
            }
        } catch (IOException clientGone) {
            // The run is over.
        }
    }

    /**
     * So many exchanges.
     *
     * @param askBytes size of a request
     * @param replyBytes size of a reply
     */
    public Figures run(int clients, int exchanges, int askBytes, int replyBytes) {
        return Load.run(clients, exchanges, () -> new Asker(askBytes, replyBytes));
    }

    private final class Asker implements Load.Client {
        private final SSLSocket socket;
        private final DataInputStream in;
        private final byte[] request;
        private final int replyBytes;

        Asker(int askBytes, int replyBytes) throws IOException {
            this.replyBytes = replyBytes;
            this.socket =
                    (SSLSocket)
                            identity.tls()
                                    .getSocketFactory()
                                    .createSocket("127.0.0.1", listener.getLocalPort());
            socket.setTcpNoDelay(true);
            socket.startHandshake();
            this.in = new DataInputStream(socket.getInputStream());
            java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeInt(askBytes);
            out.writeInt(replyBytes);
            out.write(new byte[askBytes]);
            this.request = bytes.toByteArray();
        }

        @Override
        public void operation(int number) throws IOException {
            socket.getOutputStream().write(request);
            in.skipNBytes(replyBytes);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
