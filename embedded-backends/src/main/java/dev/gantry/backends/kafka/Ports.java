package dev.gantry.backends.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

/**
 * Where the broker listens. The controller's port must be known before it starts, so free ports are
 * found by binding and releasing them; who loses the race tries others.
 *
 * @param client for clients
 * @param controller for the node itself
 */
record Ports(int client, int controller) {

    static final String HOST = "127.0.0.1";

    /**
     * @param client 0 for any
     */
    static Ports choose(int client) {
        try (ServerSocket first = bind(client);
                ServerSocket second = bind(0)) {
            return new Ports(first.getLocalPort(), second.getLocalPort());
        } catch (IOException e) {
            throw new KafkaFailed("port " + client + " of " + HOST + " is taken", e);
        }
    }

    private static ServerSocket bind(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        try {
            socket.bind(
                    new InetSocketAddress(
                            InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    String listeners() {
        return String.join(
                ",",
                List.of(
                        "CLIENT://" + HOST + ":" + client,
                        "CONTROLLER://" + HOST + ":" + controller));
    }

    String bootstrap() {
        return HOST + ":" + client;
    }
}
