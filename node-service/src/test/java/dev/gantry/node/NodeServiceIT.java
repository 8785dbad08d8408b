package dev.gantry.node;

import static dev.gantry.testkit.time.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.client.StateClient;
import dev.gantry.client.door.StateDoor;
import dev.gantry.client.informer.InformerFactory;
import dev.gantry.node.runtime.docker.TestEngine;
import dev.gantry.runtime.launch.RunningService;
import dev.gantry.runtime.launch.ServiceLauncher;
import dev.gantry.runtime.launch.ServiceName;
import dev.gantry.runtime.state.StateAccess;
import dev.gantry.testkit.cluster.FakeCluster;
import dev.gantry.testkit.host.Facility;
import dev.gantry.testkit.host.Needs;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as it is launched, over a cluster in memory and the real engine. */
@Needs({Facility.ENGINE, Facility.BUSYBOX})
class NodeServiceIT {

    @TempDir Path data;

    private final FakeCluster cluster = new FakeCluster();
    private TestEngine engine;

    @BeforeEach
    void connect() throws IOException {
        engine = TestEngine.start();
    }

    @AfterEach
    void leaveNothingBehind() throws IOException {
        engine.close();
        cluster.close();
    }

    private RunningService launch(String socket) {
        StateAccess access =
                new StateAccess() {
                    @Override
                    public StateClient asService() {
                        return cluster.client();
                    }

                    @Override
                    public StateClient asNode(String node) {
                        return cluster.client();
                    }
                };
        return ServiceLauncher.of(ServiceName.NODE, NodeService.class)
                .property("gantry.data-dir", data)
                .property("gantry.cluster-id", engine.cluster())
                .property("gantry.node.names", "node-1,node-2")
                .property("gantry.node.hollow-nodes", 2)
                .property("gantry.node.pod-cidr-mask", 26)
                .property("gantry.node.engine-socket", socket)
                .property("gantry.node.network.pod-cidr", engine.network().range())
                .property("gantry.node.network.enabled", false)
                .bean(StateDoor.class, (request, reply) -> {})
                .bean(StateAccess.class, access)
                .bean(InformerFactory.class, cluster.informers())
                .start();
    }

    private String ready(String name) {
        Node node = cluster.get(Node.class, "", name);
        if (node == null || node.getStatus() == null) {
            return "";
        }
        return node.getStatus().getConditions().stream()
                .filter(c -> c.getType().equals("Ready"))
                .map(NodeCondition::getStatus)
                .findFirst()
                .orElse("");
    }

    private Pod pod(String name, String node) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withNodeName(node)
                .withTerminationGracePeriodSeconds(0L)
                .addNewContainer()
                .withName("main")
                .withImage(engine.image())
                .withCommand("/busybox", "sleep", "1000")
                .endContainer()
                .endSpec()
                .withNewStatus()
                .withPhase("Pending")
                .endStatus()
                .build();
    }

    private String phase(String name) {
        Pod pod = cluster.get(Pod.class, "default", name);
        return pod == null ? "gone" : pod.getStatus().getPhase();
    }

    @Test
    void nodesRegisterBeatRunPodsAndTakeThemUpAgainAfterARestart() {
        try (RunningService service = launch("/var/run/docker.sock")) {
            for (String node : new String[] {"node-1", "node-2", "hollow-0", "hollow-1"}) {
                eventually(() -> assertThat(ready(node)).isEqualTo("True"));
                assertThat(cluster.get(Lease.class, "kube-node-lease", node)).isNotNull();
            }
            Node node = cluster.get(Node.class, "", "node-1");
            assertThat(node.getMetadata().getLabels())
                    .containsEntry("kubernetes.io/hostname", "node-1")
                    .containsEntry("kubernetes.io/os", "linux");
            assertThat(node.getStatus().getCapacity().get("pods").getAmount()).isEqualTo("110");
            assertThat(node.getStatus().getNodeInfo().getContainerRuntimeVersion())
                    .startsWith("docker://");
            assertThat(node.getStatus().getDaemonEndpoints().getKubeletEndpoint().getPort())
                    .isPositive();
            cluster.put(pod("real", "node-2"));
            cluster.put(pod("hollow", "hollow-1"));
            eventually(() -> assertThat(phase("real")).isEqualTo("Running"));
            eventually(() -> assertThat(phase("hollow")).isEqualTo("Running"));
        }
        String before = engine.runtime().pods("node-2").get(0).containers().get(0).id();
        try (RunningService service = launch("/var/run/docker.sock")) {
            eventually(() -> assertThat(ready("node-2")).isEqualTo("True"));
            cluster.put(pod("second", "node-2"));
            eventually(() -> assertThat(phase("second")).isEqualTo("Running"));
            assertThat(engine.runtime().pods("node-2"))
                    .hasSize(2)
                    .anySatisfy(p -> assertThat(p.containers().get(0).id()).isEqualTo(before));
            cluster.delete(Pod.class, "default", "real");
            cluster.delete(Pod.class, "default", "second");
            cluster.delete(Pod.class, "default", "hollow");
            eventually(() -> assertThat(phase("real") + phase("second")).isEqualTo("gonegone"));
            eventually(() -> assertThat(phase("hollow")).isEqualTo("gone"));
            eventually(() -> assertThat(engine.runtime().pods("node-2")).isEmpty());
        }
    }

    @Test
    void withoutAnEngineTheNodeIsNotReadyAndSaysWhy() {
        try (RunningService service = launch(data.resolve("no-engine.sock").toString())) {
            eventually(() -> assertThat(ready("node-1")).isEqualTo("False"));
            assertThat(cluster.get(Node.class, "", "node-1").getStatus().getConditions())
                    .anySatisfy(
                            c -> {
                                assertThat(c.getReason()).isEqualTo("KubeletNotReady");
                                assertThat(c.getMessage())
                                        .startsWith("container runtime is down: ");
                            });
            eventually(() -> assertThat(ready("hollow-0")).isEqualTo("True"));
        }
    }
}
