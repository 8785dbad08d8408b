package dev.gantry.cli.cluster;

import dev.gantry.cli.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Looks for free ports on 127.0.0.1. */
public final class Ports {

    private Ports() {}

    public static boolean free(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(
                    new InetSocketAddress(
                            InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /** The port or the first free one of the hundred after it. */
    public static int freeFrom(int port) {
        for (int candidate = port; candidate < port + 100; candidate++) {
            if (free(candidate)) {
                return candidate;
            }
        }
        throw new Refusal(2, "no free port from " + port + " to " + (port + 99));
    }
}
