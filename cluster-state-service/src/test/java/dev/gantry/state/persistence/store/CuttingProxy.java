package dev.gantry.state.persistence.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Between a client and a server on this machine; loses connections at chosen moments. */
final class CuttingProxy implements AutoCloseable {

    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger repliesToLose = new AtomicInteger();
    private final AtomicInteger requestsToLose = new AtomicInteger();
    private volatile int lossLimitBytes;

    CuttingProxy(int target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("proxy-accept").start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /**
     * The next replies to requests longer than a size are lost and their connections cut: the
     * server did what was asked, its client does not know.
     */
    void loseReplies(int count, int longerThanBytes) {
        lossLimitBytes = longerThanBytes;
        repliesToLose.set(count);
    }

    /** The next requests longer than a size never arrive and their connections are cut. */
    void loseRequests(int count, int longerThanBytes) {
        lossLimitBytes = longerThanBytes;
        requestsToLose.set(count);
    }

    boolean lostAll() {
        return repliesToLose.get() <= 0 && requestsToLose.get() <= 0;
    }

    private void accept() {
        try {
            while (!listener.isClosed()) {
                Link link = new Link(listener.accept());
                Thread.ofVirtual().name("proxy-up").start(link::requests);
                Thread.ofVirtual().name("proxy-down").start(link::replies);
            }
        } catch (IOException e) {
            close();
        }
    }

    private final class Link {
        private final Socket client;
        private final Socket server;
        private volatile boolean loseNextReply;

        Link(Socket client) throws IOException {
            this.client = client;
            this.server = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(client);
            open.add(server);
        }

        void requests() {
            byte[] buffer = new byte[1 << 20];
            try (InputStream in = client.getInputStream();
                    OutputStream out = server.getOutputStream()) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    if (n > lossLimitBytes && requestsToLose.getAndDecrement() > 0) {
                        break;
                    }
                    if (n > lossLimitBytes && repliesToLose.getAndDecrement() > 0) {
                        loseNextReply = true;
                    }
                    out.write(buffer, 0, n);
                    out.flush();
                }
            } catch (IOException e) {
                loseNextReply = false;
            } finally {
                cut();
            }
        }

        void replies() {
            byte[] buffer = new byte[1 << 16];
            try (InputStream in = server.getInputStream();
                    OutputStream out = client.getOutputStream()) {
                for (int n = in.read(buffer); n >= 0 && !loseNextReply; n = in.read(buffer)) {
                    out.write(buffer, 0, n);
                    out.flush();
                }
            } catch (IOException e) {
                loseNextReply = false;
            } finally {
                cut();
            }
        }

        private void cut() {
            shut(client);
            shut(server);
            open.remove(client);
            open.remove(server);
        }
    }

    private static void shut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(CuttingProxy::shut);
    }
}
