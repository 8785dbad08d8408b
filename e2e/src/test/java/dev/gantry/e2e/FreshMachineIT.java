package dev.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.e2e.cluster.Output;
import dev.gantry.e2e.cluster.TestCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What a newcomer meets on a machine that is not as it should be: no engine, busy ports, commands
 * given twice or broken off. One cluster without an engine, from its first start to its end; the
 * methods are its chapters.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FreshMachineIT {

    private static final Duration SHORT = Duration.ofSeconds(60);
    private static final int NO_NODE_READY = 3;

    private final TestCluster cluster =
            new TestCluster(
                    "fresh",
                    "--no-install",
                    "--set",
                    "gantry.node.engine-socket=/nonexistent.sock",
                    "--set",
                    "gantry.network.pod-cidr=10.240.0.0/16",
                    "--set",
                    "gantry.network.service-cidr=10.239.0.0/16");

    @BeforeAll
    void removeWhatAFailedRunHasLeft() {
        cluster.gantry(SHORT, "down", "--purge").succeeded();
    }

    @AfterAll
    void down() {
        cluster.close();
    }

    @Test
    @Order(1)
    void refusesAnApiPortThatAnotherProgramHas() throws IOException {
        try (ServerSocket other = taken(cluster.apiPort())) {
            Output refused = cluster.up();
            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.text())
                    .contains("port " + other.getLocalPort() + " on 127.0.0.1 is in use")
                    .contains("--api-port");
        }
    }

    @Test
    @Order(2)
    void anUpThatIsKilledHalfWayHoldsNothingUp() throws Exception {
        CompletableFuture<Output> up = CompletableFuture.supplyAsync(cluster::up);
        Eventually.eventually(
                () -> assertThat(Files.exists(cluster.data().resolve("run/gantry.pid"))).isTrue());
        Output second = cluster.gantry(SHORT, "up");
        assertThat(second.code()).isEqualTo(1);
        assertThat(second.text()).contains("another gantry is at work").contains("gantry up");

        ProcessHandle starting = cluster.process();
        var family = starting.descendants().toList();
        starting.destroyForcibly();
        family.forEach(ProcessHandle::destroyForcibly);
        Output broken = up.get(SHORT.toSeconds(), TimeUnit.SECONDS);
        assertThat(broken.code()).as(broken.text()).isEqualTo(1);
        assertThat(broken.text()).contains("gantry.log");
    }

    @Test
    @Order(3)
    void withoutAnEngineTheApiComesUpAndTheReasonIsTold() throws IOException {
        try (ServerSocket other = taken(cluster.ingressPort())) {
            Output up = cluster.up();
            assertThat(up.code()).as(up.text()).isEqualTo(NO_NODE_READY);
            assertThat(up.text())
                    .contains("port " + other.getLocalPort() + " is in use; the ingress takes")
                    .contains("no node is Ready")
                    .contains("the container engine does not answer")
                    .contains("Start a container engine")
                    .doesNotContain("Exception");
        }
        cluster.kubectl("create", "configmap", "works", "--from-literal=k=v").succeeded();
        assertThat(
                        cluster.kubectl(
                                        "get",
                                        "nodes",
                                        "-o",
                                        "jsonpath={.items[*].status.conditions[?(@.type=='Ready')].status}")
                                .succeeded()
                                .text())
                .isEqualTo("False");
    }

    @Test
    @Order(4)
    void aSecondUpSaysThatItIsUpAlready() {
        Output again = cluster.up();
        assertThat(again.code()).isEqualTo(NO_NODE_READY);
        assertThat(again.text()).contains("already up");
        assertThat(cluster.gantry(SHORT, "status").text()).contains("none Ready");
    }

    @Test
    @Order(5)
    void downTwiceSaysThatNothingRuns() {
        assertThat(cluster.gantry(SHORT, "down").succeeded().text()).contains("stopped");
        assertThat(cluster.gantry(SHORT, "down").succeeded().text()).contains("was not running");
        assertThat(cluster.gantry(SHORT, "status").failed().text()).contains("down");
        assertThat(cluster.gantry(SHORT, "down", "--purge").succeeded().text()).contains("removed");
        assertThat(cluster.gantry(SHORT, "down").succeeded().text()).contains("nothing to stop");
    }

    private static ServerSocket taken(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }
}
