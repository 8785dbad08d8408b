package dev.gantry.standalone;

import dev.gantry.backends.postgres.Leftovers;
import dev.gantry.node.HostCleanup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Removes what a stopped cluster left on this host: containers, mounts, networks, packet rules, a
 * database whose launcher was killed; with {@link #PURGE} also data that is not in its directory.
 */
final class Cleanup {

    /** {@code true} when the data is to go too. */
    static final String PURGE = "gantry.standalone.purge";

    private Cleanup() {}

    static void run(Options options) throws IOException {
        Path data = options.dataDirectory();
        if (!Files.exists(data.resolve("cluster-id"))) {
            return;
        }
        Path socket = Path.of(options.text("gantry.node.engine-socket", "/var/run/docker.sock"));
        HostCleanup.run(ClusterId.of(data), socket, data.resolve("node"));
        Path database = data.resolve("postgres");
        Leftovers.stop(database);
        if (options.text(PURGE, "").equals("true")) {
            Leftovers.removeElsewhere(database);
        }
    }
}
