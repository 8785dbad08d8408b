package dev.gantry.node;

import dev.gantry.node.hostnetwork.HostNetwork;
import dev.gantry.node.hostnetwork.NetworkSettings;
import dev.gantry.node.runtime.docker.DockerCleanup;
import java.nio.file.Path;
import java.util.List;

/** Removes what a stopped cluster has left on this host: containers, network, packet rules. */
public final class HostCleanup {

    private HostCleanup() {}

    /**
     * Touches only what carries the cluster's id.
     *
     * @param engineSocket the engine's Unix socket
     */
    public static void run(String clusterId, Path engineSocket) {
        DockerCleanup.run(engineSocket, clusterId);
        NetworkSettings any =
                new NetworkSettings(
                        true, "0.0.0.0/32", "0.0.0.0/32", "0.0.0.0", List.of(), "127.0.0.1:0");
        new HostNetwork(any, clusterId).remove();
    }
}
