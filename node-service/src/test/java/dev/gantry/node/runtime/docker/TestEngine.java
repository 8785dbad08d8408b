package dev.gantry.node.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import dev.gantry.node.podnetwork.PodNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** The real engine under a cluster id of its own, with an image of busybox. */
public final class TestEngine implements AutoCloseable {

    private static final Path SOCKET = Path.of("/var/run/docker.sock");
    private static final String REPOSITORY = "gantry-it-busybox";

    private final String cluster;
    private final PodNetwork network;
    private final DockerRuntime runtime;
    private final DockerClient docker;

    private TestEngine(String cluster, PodNetwork network) {
        this.cluster = cluster;
        this.network = network;
        this.runtime = new DockerRuntime(new DockerSettings(SOCKET, cluster, network));
        DockerClientConfig config =
                DefaultDockerClientConfig.createDefaultConfigBuilder()
                        .withDockerHost("unix://" + SOCKET)
                        .build();
        this.docker =
                DockerClientImpl.getInstance(
                        config,
                        new ApacheDockerHttpClient.Builder()
                                .dockerHost(config.getDockerHost())
                                .build());
    }

    public static TestEngine start() throws IOException {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String cluster = "%08x".formatted(random.nextInt(0x10000000, Integer.MAX_VALUE));
        String range = "10.231." + random.nextInt(0, 250) + ".0/24";
        TestEngine engine = new TestEngine(cluster, PodNetwork.of(cluster, range, 26));
        byte[] busybox = Files.readAllBytes(Path.of("/bin/busybox"));
        DockerImages.load(SOCKET, REPOSITORY, cluster, Tar.ofOne("busybox", busybox));
        return engine;
    }

    public DockerRuntime runtime() {
        return runtime;
    }

    public PodNetwork network() {
        return network;
    }

    public String cluster() {
        return cluster;
    }

    /** One file, {@code /busybox}. */
    public String image() {
        return REPOSITORY + ":" + cluster;
    }

    /** An address of the range. */
    public String address(int host) {
        return network.range().address(host);
    }

    /** Removes what is left and fails if anything stays. */
    @Override
    public void close() throws IOException {
        Map<String, String> ours = Map.of(Labels.CLUSTER, cluster);
        docker.listContainersCmd().withShowAll(true).withLabelFilter(ours).exec().stream()
                .forEach(c -> runtime.remove(c.getId()));
        runtime.removeNetwork();
        docker.removeImageCmd(image()).exec();
        assertThat(docker.listContainersCmd().withShowAll(true).withLabelFilter(ours).exec())
                .isEmpty();
        assertThat(docker.listNetworksCmd().withNameFilter(network.name()).exec()).isEmpty();
        docker.close();
        runtime.close();
    }
}
