package dev.gantry.e2e;

import static dev.gantry.e2e.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.e2e.cluster.TestCluster;
import dev.gantry.e2e.cluster.TestImages;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Everything dies in the middle of a rollout and goes on. A cluster of its own. */
class CrashIT {

    @Test
    void killNineDuringARolloutLosesNothingAndUpFinishesIt() throws Exception {
        try (TestCluster cluster =
                new TestCluster(
                        "crash",
                        "--set",
                        "gantry.network.pod-cidr=10.236.0.0/16",
                        "--set",
                        "gantry.network.service-cidr=10.235.0.0/16")) {
            cluster.up().succeeded();
            TestImages.build();
            cluster.kubectlWithInput(Manifests.web("web", 4), "apply", "-f", "-").succeeded();
            cluster.kubectl("rollout", "status", "deployment/web", "--timeout=90s").succeeded();
            cluster.kubectl("create", "configmap", "kept", "--from-literal=k=v").succeeded();
            cluster.kubectl("set", "image", "deployment/web", "web=" + TestImages.SECOND)
                    .succeeded();
            kill(cluster.process());

            cluster.up().succeeded();
            assertThat(cluster.kubectl("get", "cm", "kept", "-o", "jsonpath={.data.k}").text())
                    .isEqualTo("v");
            cluster.kubectl("rollout", "status", "deployment/web", "--timeout=120s").succeeded();
            eventually(
                    () ->
                            assertThat(
                                            cluster.kubectl(
                                                            "get",
                                                            "pods",
                                                            "-l",
                                                            "app=web",
                                                            "-o",
                                                            "jsonpath={.items[*].spec.containers[0].image}")
                                                    .succeeded()
                                                    .text()
                                                    .split(" "))
                                    .hasSize(4)
                                    .containsOnly(TestImages.SECOND));
            assertThat(cluster.gantry(Duration.ofSeconds(60), "down", "--purge").succeeded().text())
                    .contains("stopped", "removed");
        }
    }

    /** The process and all that it started. */
    private static void kill(ProcessHandle process) throws Exception {
        var family = process.descendants().toList();
        process.destroyForcibly();
        family.forEach(ProcessHandle::destroyForcibly);
        process.onExit().get(10, TimeUnit.SECONDS);
    }
}
