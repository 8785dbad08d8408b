package dev.gantry.backends.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** The server's port: the one asked for, else the one of last time, else any free one. */
final class Ports {

    private static final InetAddress LOOPBACK = loopback();

    private Ports() {}

    static int choose(int asked, Path kept) throws IOException {
        if (asked != 0) {
            return asked;
        }
        int last = read(kept);
        int port = last != 0 && free(last) ? last : anyFree();
        Files.writeString(kept, port + "\n");
        return port;
    }

    private static int read(Path kept) throws IOException {
        String text = Files.exists(kept) ? Files.readString(kept).strip() : "";
        return text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(LOOPBACK, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int anyFree() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            return socket.getLocalPort();
        }
    }

    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
