package dev.gantry.e2e.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What was going on when a test failed: objects, events, containers, threads, log. */
final class Bundle {

    private static final Duration WITHIN = Duration.ofSeconds(20);

    private Bundle() {}

    static void write(TestCluster cluster, String test, String namespace) {
        Path folder =
                TestCluster.home()
                        .resolve("target/e2e/failed")
                        .resolve(namespace + "-" + test.replaceAll("[^A-Za-z0-9]+", "-"));
        try {
            Files.createDirectories(folder);
            save(
                    folder,
                    "objects.yaml",
                    cluster.kubectl(
                            "-n", namespace, "get", "all,cm,ing,pvc,endpointslices", "-o", "yaml"));
            save(folder, "events.txt", cluster.kubectl("-n", namespace, "get", "events"));
            save(folder, "pods.txt", cluster.kubectl("describe", "pods", "-n", namespace));
            save(folder, "nodes.txt", cluster.kubectl("describe", "nodes"));
            save(
                    folder,
                    "containers.txt",
                    run(
                            "docker",
                            "ps",
                            "-a",
                            "--filter",
                            "label=dev.gantry.cluster=" + cluster.clusterId()));
            String pid = String.valueOf(cluster.process().pid());
            String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
            save(
                    folder,
                    "threads.txt",
                    run(
                            jcmd,
                            pid,
                            "Thread.dump_to_file",
                            "-overwrite",
                            folder.resolve("virtual-threads.txt").toString()));
            Files.copy(
                    cluster.data().resolve("log/gantry.log"),
                    folder.resolve("gantry.log"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException e) {
            System.err.println("the bundle in " + folder + " is incomplete: " + e);
        }
    }

    private static Output run(String... command) {
        return Shell.run(TestCluster.home(), Map.of(), WITHIN, List.of(command));
    }

    private static void save(Path folder, String file, Output output) throws IOException {
        Files.writeString(folder.resolve(file), output.text());
    }
}
