package dev.gantry.node.runtime.docker;

import static dev.gantry.node.runtime.docker.Calls.call;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Network;
import dev.gantry.node.runtime.EngineException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what carries a cluster's id from the engine: containers, then the network. */
public final class DockerCleanup {

    private static final Logger LOG = LoggerFactory.getLogger(DockerCleanup.class);

    private DockerCleanup() {}

    /**
     * Removes everything of the cluster, running or not. An engine that does not answer has nothing
     * to remove now.
     */
    public static void run(Path socket, String clusterId) {
        try (DockerClient docker = DockerRuntime.connect(socket)) {
            List<Container> containers =
                    call(
                            () ->
                                    docker.listContainersCmd()
                                            .withShowAll(true)
                                            .withLabelFilter(Map.of(Labels.CLUSTER, clusterId))
                                            .exec());
            containers.parallelStream().forEach(c -> remove(docker, c.getId()));
            for (Network network :
                    call(
                            () ->
                                    docker.listNetworksCmd()
                                            .withNameFilter("gtr-" + clusterId)
                                            .exec())) {
                call(() -> docker.removeNetworkCmd(network.getId()).exec());
            }
        } catch (EngineException e) {
            LOG.atWarn().addKeyValue("why", e.getMessage()).log("the engine was not cleaned up");
        } catch (java.io.IOException e) {
            LOG.debug("closing the engine's client: {}", e.toString());
        }
    }

    private static void remove(DockerClient docker, String id) {
        try {
            call(
                    () ->
                            docker.removeContainerCmd(id)
                                    .withForce(true)
                                    .withRemoveVolumes(true)
                                    .exec());
        } catch (EngineException e) {
            if (e.kind() != EngineException.Kind.NOT_FOUND) {
                LOG.atWarn()
                        .addKeyValue("container", id)
                        .addKeyValue("why", e.getMessage())
                        .log("not removed");
            }
        }
    }
}
