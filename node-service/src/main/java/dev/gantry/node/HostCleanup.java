package dev.gantry.node;

import dev.gantry.node.hostnetwork.HostNetwork;
import dev.gantry.node.hostnetwork.NetworkSettings;
import dev.gantry.node.runtime.docker.DockerCleanup;
import dev.gantry.node.volume.MemoryMounts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what a stopped cluster has left on this host: containers, mounts, network, rules. */
public final class HostCleanup {

    private static final Logger LOG = LoggerFactory.getLogger(HostCleanup.class);

    private HostCleanup() {}

    /**
     * Touches only what carries the cluster's id or lies in its nodes' directory.
     *
     * @param engineSocket the engine's Unix socket
     * @param nodeDirectory where volumes in memory are mounted
     */
    public static void run(String clusterId, Path engineSocket, Path nodeDirectory) {
        DockerCleanup.run(engineSocket, clusterId);
        if (!"root".equals(System.getProperty("user.name"))) {
            return; // only root can have made mounts and packet rules
        }
        unmountBelow(nodeDirectory);
        NetworkSettings any =
                new NetworkSettings(
                        true, "0.0.0.0/32", "0.0.0.0/32", "0.0.0.0", List.of(), "127.0.0.1:0");
        new HostNetwork(any, clusterId).remove();
    }

    /** After the containers, which hold what is mounted. */
    private static void unmountBelow(Path nodeDirectory) {
        try {
            new MemoryMounts().unmountBelow(nodeDirectory);
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("why", e.getMessage()).log("a volume stays mounted");
        }
    }
}
