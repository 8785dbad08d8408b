package dev.gantry.e2e;

import static dev.gantry.e2e.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.e2e.cluster.SharedCluster;
import dev.gantry.e2e.cluster.TestCluster;
import dev.gantry.e2e.cluster.TestNamespace;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A change is followed through every service. */
@SharedCluster
class TraceIT {

    private static final Duration COMMAND_WITHIN = Duration.ofSeconds(60);

    @Test
    void showsThePodsWayFromTheRequestToItsContainer(TestCluster cluster, TestNamespace namespace) {
        namespace.kubectlWithInput(Manifests.web("traced", 1), "apply", "-f", "-");
        namespace.kubectl("rollout", "status", "deployment/traced", "--timeout=90s");
        String pod = namespace.kubectl("get", "pods", "-o", "name").strip();

        eventually(
                () ->
                        assertThat(
                                        cluster.gantry(
                                                        COMMAND_WITHIN,
                                                        "trace",
                                                        pod,
                                                        "-n",
                                                        namespace.name())
                                                .succeeded()
                                                .text())
                                .containsSubsequence(
                                        "api-gateway",
                                        "/deployments",
                                        "reconcile deployment",
                                        "reconcile replicaset",
                                        "commit",
                                        "bind to node-",
                                        "start sandbox",
                                        "start container"));
    }

    @Test
    void saysThatNothingIsRememberedOfWhatDoesNotExist(TestCluster cluster) {
        assertThat(cluster.gantry(COMMAND_WITHIN, "trace", "pod/nobody").failed().text())
                .contains("nothing is remembered about pods/default/nobody");
    }
}
