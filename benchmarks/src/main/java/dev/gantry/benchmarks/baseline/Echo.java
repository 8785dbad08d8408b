package dev.gantry.benchmarks.baseline;

import dev.gantry.benchmarks.load.Figures;
import dev.gantry.benchmarks.load.Load;
import dev.gantry.benchmarks.wire.Server;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A peer on the loopback that answers each request of a given size by a reply of a given size, over
 * the same TLS: what a server that does nothing would do.
 */
public final class Echo implements AutoCloseable {

    private static final byte[] PIECE = new byte[64 * 1024];

    private final SSLContext trusting;
    private final SSLServerSocket listener;

    /** Answers with the certificate that the client shows to the API. */
    public Echo(Server identity) throws IOException {
        this.trusting = trusting();
        this.listener =
                (SSLServerSocket)
                        identity.tls()
                                .getServerSocketFactory()
                                .createServerSocket(0, 512, InetAddress.getByName("127.0.0.1"));
        Thread.ofVirtual().name("echo").start(this::accept);
    }

    /** Of a peer that is this process itself. */
    private static SSLContext trusting() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Trusting()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static final class Trusting extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
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
                            trusting.getSocketFactory()
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
