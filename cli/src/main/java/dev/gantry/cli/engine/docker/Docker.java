package dev.gantry.cli.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import dev.gantry.cli.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A connection to the engine behind a Unix socket. */
public final class Docker implements AutoCloseable {

    private final DockerClient client;

    public Docker(Path socket) {
        DockerClientConfig config =
                DefaultDockerClientConfig.createDefaultConfigBuilder()
                        .withDockerHost("unix://" + socket)
                        .withDockerTlsVerify(false)
                        .build();
        client =
                DockerClientImpl.getInstance(
                        config,
                        new ApacheDockerHttpClient.Builder()
                                .dockerHost(config.getDockerHost())
                                .connectionTimeout(Duration.ofSeconds(3))
                                .responseTimeout(Duration.ofMinutes(5))
                                .build());
    }

    /** The engine's version, empty when none answers. */
    public Optional<String> version() {
        try {
            return Optional.ofNullable(client.versionCmd().exec().getVersion());
        } catch (RuntimeException noAnswer) {
            return Optional.empty();
        }
    }

    /** The control group version that the engine uses, {@code 1} or {@code 2}; empty if unknown. */
    public Optional<String> cgroupVersion() {
        try {
            Object version = client.infoCmd().exec().getRawValues().get("CgroupVersion");
            return Optional.ofNullable(version).map(Object::toString);
        } catch (RuntimeException noAnswer) {
            return Optional.empty();
        }
    }

    /**
     * Builds a directory's Dockerfile under the given tags.
     *
     * @throws Refusal with the engine's words when the build fails
     */
    public void build(BuildContext context, Set<String> tags) {
        try (BuildContext open = context) {
            client.buildImageCmd(open.tar())
                    .withTags(tags)
                    .withPull(false)
                    .exec(new BuildImageResultCallback())
                    .awaitImageId(4, TimeUnit.MINUTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw new Refusal(
                    1,
                    "the image " + String.join(", ", tags) + " was not built: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
