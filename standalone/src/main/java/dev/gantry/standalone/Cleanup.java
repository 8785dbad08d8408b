package dev.gantry.standalone;

import dev.gantry.node.HostCleanup;
import java.nio.file.Files;
import java.nio.file.Path;

/** Removes what a stopped cluster left on this host: containers, networks, packet rules. */
final class Cleanup {

    private Cleanup() {}

    static void run(Options options) {
        Path data = options.dataDirectory();
        if (Files.exists(data.resolve("cluster-id"))) {
            String socket =
                    options.settings()
                            .getOrDefault("gantry.node.engine-socket", "/var/run/docker.sock");
            HostCleanup.run(ClusterId.of(data), Path.of(socket));
        }
    }
}
