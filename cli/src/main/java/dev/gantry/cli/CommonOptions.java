package dev.gantry.cli;

import dev.gantry.cli.cluster.ClusterProcess;
import dev.gantry.cli.cluster.DataDirectory;
import dev.gantry.cli.engine.EngineSocket;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command knows: where Gantry and its data are. */
public final class CommonOptions {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The cluster's data; default .gantry beside the script.")
    private @Nullable Path data;

    @Option(names = "--no-install", description = "Install nothing; say what to do instead.")
    boolean noInstall;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this.")
    private boolean help;

    public DataDirectory data() {
        Path chosen = data == null ? Path.of(System.getProperty("gantry.data", ".gantry")) : data;
        return new DataDirectory(chosen.toAbsolutePath().normalize());
    }

    Path home() {
        return Path.of(System.getProperty("gantry.home", ".")).toAbsolutePath().normalize();
    }

    /** The engine of the cluster that runs or ran here, else the one that is named outside. */
    EngineSocket engineSocket() {
        return EngineSocket.remembered(data(), System.getenv());
    }

    ClusterProcess process() {
        return new ClusterProcess(data(), home());
    }

    /**
     * A client of the running cluster, as its administrator.
     *
     * @throws Refusal when there is none
     */
    KubernetesClient client() {
        return new KubernetesClientBuilder().withConfig(clientConfig()).build();
    }

    /**
     * How to reach the running cluster as its administrator.
     *
     * @throws Refusal when there is none
     */
    public Config clientConfig() {
        Path kubeconfig = data().kubeconfig();
        if (!Files.exists(kubeconfig)) {
            throw new Refusal(1, "no cluster in " + data().root() + "; start one: ./gantry up");
        }
        Config config = Config.fromKubeconfig(kubeconfig.toFile());
        config.setRequestRetryBackoffLimit(2);
        config.setNamespace("default");
        return config;
    }
}
