package dev.gantry.node.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on one port of 127.0.0.1 for UDP and TCP; pods reach it through the host's rules. A
 * virtual thread per question, at most 1,024 at a time; what comes above that is dropped, and the
 * client asks again.
 */
public final class DnsServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DnsServer.class);
    private static final int MAX_BYTES = 4096;
    private static final int TCP_IDLE_MILLIS = 10_000;
    private static final int BIND_ATTEMPTS = 20;

    private final Resolver resolver;
    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Semaphore slots = new Semaphore(1024);

    private DnsServer(Resolver resolver, DatagramSocket udp, ServerSocket tcp) {
        this.resolver = resolver;
        this.udp = udp;
        this.tcp = tcp;
    }

    static DnsServer start(Resolver resolver) {
        IOException last = new IOException("no port");
        for (int attempt = 0; attempt < BIND_ATTEMPTS; attempt++) {
            try {
                DnsServer server = bind(resolver);
                Thread.ofVirtual().name("node-dns-udp").start(server::serveUdp);
                Thread.ofVirtual().name("node-dns-tcp").start(server::serveTcp);
                return server;
            } catch (IOException taken) {
                last = taken;
            }
        }
        throw new UncheckedIOException(
                "cluster DNS found no port that is free for UDP and TCP", last);
    }

    private static DnsServer bind(Resolver resolver) throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        DatagramSocket udp = new DatagramSocket(new InetSocketAddress(loopback, 0));
        try {
            ServerSocket tcp = new ServerSocket();
            tcp.bind(new InetSocketAddress(loopback, udp.getLocalPort()), 128);
            return new DnsServer(resolver, udp, tcp);
        } catch (IOException taken) {
            udp.close();
            throw taken;
        }
    }

    public int port() {
        return udp.getLocalPort();
    }

    private void serveUdp() {
        byte[] buffer = new byte[MAX_BYTES];
        while (!udp.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                byte[] query = Arrays.copyOf(packet.getData(), packet.getLength());
                InetSocketAddress client = (InetSocketAddress) packet.getSocketAddress();
                inSlot(() -> answer(query, client));
            } catch (SocketException closed) {
                return;
            } catch (IOException e) {
                LOG.warn("a DNS question was not received: {}", e.toString());
            }
        }
    }

    private void answer(byte[] query, InetSocketAddress client) {
        Optional<byte[]> reply = resolver.resolve(query, false);
        try {
            if (reply.isPresent()) {
                udp.send(new DatagramPacket(reply.get(), reply.get().length, client));
            }
        } catch (IOException gone) {
            LOG.debug("a DNS answer was not sent: {}", gone.toString());
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try {
                Socket client = tcp.accept();
                if (!inSlot(() -> converse(client))) {
                    client.close();
                }
            } catch (SocketException closed) {
                return;
            } catch (IOException e) {
                LOG.warn("a DNS connection was not accepted: {}", e.toString());
            }
        }
    }

    private void converse(Socket socket) {
        try (Socket client = socket) {
            client.setSoTimeout(TCP_IDLE_MILLIS);
            DataInputStream in = new DataInputStream(client.getInputStream());
            DataOutputStream out = new DataOutputStream(client.getOutputStream());
            while (true) {
                byte[] query = new byte[in.readUnsignedShort()];
                in.readFully(query);
                Optional<byte[]> reply = resolver.resolve(query, true);
                if (reply.isEmpty()) {
                    return;
                }
                out.writeShort(reply.get().length);
                out.write(reply.get());
                out.flush();
            }
        } catch (IOException ended) {
            LOG.trace("a DNS connection ended: {}", ended.toString());
        }
    }

    private boolean inSlot(Runnable work) {
        if (!slots.tryAcquire()) {
            return false;
        }
        Thread.ofVirtual()
                .name("node-dns-answer")
                .start(
                        () -> {
                            try {
                                work.run();
                            } finally {
                                slots.release();
                            }
                        });
        return true;
    }

    @Override
    public void close() {
        udp.close();
        try {
            tcp.close();
        } catch (IOException e) {
            LOG.debug("closing: {}", e.toString());
        }
    }
}
