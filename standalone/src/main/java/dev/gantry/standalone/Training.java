package dev.gantry.standalone;

import dev.gantry.client.door.Caller;
import dev.gantry.client.door.HttpStateDoor;
import dev.gantry.runtime.pki.ClusterPki;
import dev.gantry.runtime.pki.Subject;
import dev.gantry.runtime.tls.TlsIdentity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a cluster without nodes on a directory that is thrown away, does what a first application
 * makes a cluster do, and ends in order, so that the JVM can write down which classes and methods a
 * start needs ({@code -XX:AOTCacheOutput}, JEP 514 and 515). Ports are any free ones; no container
 * engine and no packet rule is touched.
 */
final class Training {

    private static final Logger LOG = LoggerFactory.getLogger(Training.class);

    private Training() {}

    static void run(Options options) throws Exception {
        Path data = Files.createTempDirectory("gantry-train-");
        try {
            Options quiet =
                    options.withDefaults(
                            Map.of(
                                    "gantry.data-dir",
                                    data.toString(),
                                    LeftOut.SETTING,
                                    "node-service",
                                    Settings.GATEWAY_PORT,
                                    String.valueOf(LeftOut.freePort()),
                                    "gantry.ingress.entry.http-port",
                                    "0"));
            try (Standalone cluster = Standalone.start(quiet)) {
                exercise(data, quiet.number(Settings.GATEWAY_PORT, 0));
                LOG.atInfo().addKeyValue("kubeconfig", cluster.kubeconfig()).log("trained");
            }
        } finally {
            remove(data);
        }
        Runtime.getRuntime().exit(0);
    }

    private static void exercise(Path data, int port) throws Exception {
        ClusterPki pki = ClusterPki.open(data.resolve("pki"), Clock.systemUTC());
        Subject admin = Subject.administrator();
        TlsIdentity identity = TlsIdentity.of(pki.issue("admin", admin));
        URI gateway = URI.create("https://127.0.0.1:" + port);
        Caller caller = new Caller(admin.user(), "", List.of("system:masters"), Map.of());
        try (HttpStateDoor door = new HttpStateDoor(gateway, identity.context(), caller)) {
            new FirstRequests(door, caller).run();
        }
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> found = Files.walk(directory)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
