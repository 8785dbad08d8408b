package dev.gantry.node.dns;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's resolvers, asked over UDP with the client's own message. At most 256 questions are
 * open at a time; each resolver has two seconds.
 */
final class Upstream {

    private static final Logger LOG = LoggerFactory.getLogger(Upstream.class);
    private static final int TIMEOUT_MILLIS = 2000;
    private static final int LARGEST_BYTES = 65535;

    private final List<InetSocketAddress> resolvers;
    private final Semaphore open = new Semaphore(256);

    Upstream(List<InetSocketAddress> resolvers) {
        this.resolvers = List.copyOf(resolvers);
    }

    /**
     * Those of {@code /etc/resolv.conf}, at most three; {@code self} is left out, it would loop.
     */
    static Upstream ofHost(String self) {
        List<InetSocketAddress> found = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(Path.of("/etc/resolv.conf"))) {
                String[] words = line.trim().split("\\s+");
                if (words.length > 1 && words[0].equals("nameserver") && !words[1].equals(self)) {
                    literal(words[1]).ifPresent(a -> found.add(new InetSocketAddress(a, 53)));
                }
            }
        } catch (IOException e) {
            LOG.warn("the host's resolvers are unknown: {}", e.toString());
        }
        return new Upstream(found.subList(0, Math.min(3, found.size())));
    }

    private static Optional<InetAddress> literal(String address) {
        try {
            return Optional.of(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    /** The first answer of a resolver, as bytes; empty when none answers. */
    Optional<byte[]> ask(byte[] query) {
        if (!open.tryAcquire()) {
            return Optional.empty();
        }
        try {
            return resolvers.stream().flatMap(r -> ask(r, query).stream()).findFirst();
        } finally {
            open.release();
        }
    }

    private static Optional<byte[]> ask(InetSocketAddress resolver, byte[] query) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(resolver);
            socket.send(new DatagramPacket(query, query.length));
            DatagramPacket reply = new DatagramPacket(new byte[LARGEST_BYTES], LARGEST_BYTES);
            do {
                socket.receive(reply);
            } while (reply.getLength() < 12 || !sameId(reply.getData(), query));
            return Optional.of(Arrays.copyOf(reply.getData(), reply.getLength()));
        } catch (IOException noAnswer) {
            LOG.debug("resolver {} does not answer: {}", resolver, noAnswer.toString());
            return Optional.empty();
        }
    }

    private static boolean sameId(byte[] reply, byte[] query) {
        return reply[0] == query[0] && reply[1] == query[1];
    }
}
