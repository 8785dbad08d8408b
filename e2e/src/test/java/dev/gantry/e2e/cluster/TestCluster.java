package dev.gantry.e2e.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A cluster in a directory below {@code target}, on ports and address ranges of its own, so that it
 * disturbs no other cluster on the machine.
 */
public final class TestCluster implements AutoCloseable {

    private static final Duration COMMAND_WITHIN = Duration.ofMinutes(3);
    private static final Duration START_WITHIN = Duration.ofMinutes(4);

    private final Path home;
    private final Path data;
    private final Circumstances circumstances;
    private final int apiPort = freePort();
    private final int ingressPort = freePort();
    private final List<String> flags;
    private @Nullable KubernetesClient client;

    public TestCluster(String name, String... flags) {
        this(Circumstances.usual(), home().resolve("target").resolve("e2e").resolve(name), flags);
    }

    /** A cluster whose commands run under other circumstances than the test. */
    public TestCluster(Circumstances circumstances, Path data, String... flags) {
        this.circumstances = circumstances;
        this.home = circumstances.home();
        this.data = data;
        this.flags = List.of(flags);
    }

    /** Starts it as a user does, and applies manifests. */
    public Output up(String... more) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "up",
                                "--api-port",
                                String.valueOf(apiPort),
                                "--ingress-port",
                                String.valueOf(ingressPort)));
        for (String setting : RANGES) {
            arguments.addAll(List.of("--set", setting));
        }
        arguments.addAll(flags);
        arguments.addAll(List.of(more));
        return gantry(START_WITHIN, arguments.toArray(String[]::new));
    }

    private static final List<String> RANGES =
            List.of(
                    "gantry.network.pod-cidr=10.234.0.0/16",
                    "gantry.network.service-cidr=10.233.0.0/16");

    /** The gantry command on this cluster's data. */
    public Output gantry(Duration within, String... arguments) {
        List<String> command = new ArrayList<>(circumstances.prefix());
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dlogback.configurationFile=cli-logback.xml",
                        "-Dgantry.home=" + home,
                        "-Dgantry.data=" + data,
                        "-cp",
                        home.resolve("dist/lib") + "/*",
                        "dev.gantry.cli.Main"));
        command.addAll(Arrays.asList(arguments));
        return Shell.run(home, circumstances.environment(), within, command);
    }

    public Output kubectl(String... arguments) {
        return kubectlWithInput("", arguments);
    }

    /** With standard input, as {@code -f -} reads it. */
    public Output kubectlWithInput(String input, String... arguments) {
        List<String> command = new ArrayList<>(circumstances.prefix());
        command.add(kubectl());
        command.addAll(Arrays.asList(arguments));
        Map<String, String> environment = new LinkedHashMap<>(circumstances.environment());
        environment.put("KUBECONFIG", kubeconfig().toString());
        return Shell.run(home, environment, COMMAND_WITHIN, command, input);
    }

    private String kubectl() {
        String onPath =
                Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                        .map(d -> Path.of(d, "kubectl"))
                        .filter(Files::isExecutable)
                        .map(Path::toString)
                        .findFirst()
                        .orElse("");
        if (!onPath.isEmpty()) {
            return onPath;
        }
        Path fetched = data.resolve("clients/kubectl/kubectl");
        if (!Files.isExecutable(fetched)) {
            gantry(COMMAND_WITHIN, "kubectl", "version", "--client").succeeded();
        }
        return fetched.toString();
    }

    /** The administrator's client; shared, closed with the cluster. */
    public KubernetesClient client() {
        KubernetesClient present = client;
        if (present == null) {
            Config config = Config.fromKubeconfig(kubeconfig().toFile());
            present = new KubernetesClientBuilder().withConfig(config).build();
            client = present;
        }
        return present;
    }

    public Path kubeconfig() {
        return data.resolve("kubeconfig");
    }

    public Path data() {
        return data;
    }

    public int ingressPort() {
        return ingressPort;
    }

    public int apiPort() {
        return apiPort;
    }

    /** The process of the running cluster. */
    public ProcessHandle process() {
        try {
            String[] words = Files.readString(data.resolve("run/gantry.pid")).trim().split(" ");
            return ProcessHandle.of(Long.parseLong(words[0])).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String clusterId() {
        try {
            return Files.readString(data.resolve("cluster-id")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the repository is: the directory that holds the gantry script. */
    public static Path home() {
        Path at = Path.of("").toAbsolutePath();
        while (at != null && !Files.exists(at.resolve("gantry"))) {
            at = at.getParent();
        }
        if (at == null) {
            throw new IllegalStateException("not below Gantry's directory");
        }
        return at;
    }

    /** Below the range that the system gives to connections, so that none takes it meanwhile. */
    private static int freePort() {
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(12_000, 30_000);
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                continue;
            }
        }
        throw new IllegalStateException("no free port from 12000 to 29999");
    }

    /** Stops it and removes its data, the logs excepted where a test failed. */
    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
        gantry(COMMAND_WITHIN, "down").succeeded();
    }
}
