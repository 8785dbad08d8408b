package dev.gantry.scheduling.decision;

import static dev.gantry.scheduling.Given.info;
import static dev.gantry.scheduling.Given.node;
import static dev.gantry.scheduling.Given.on;
import static dev.gantry.scheduling.Given.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.scheduling.cluster.ClusterView;
import dev.gantry.scheduling.cluster.NodeView;
import dev.gantry.scheduling.cluster.PodInfo;
import dev.gantry.testkit.property.Dice;
import dev.gantry.testkit.property.Property;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlgorithmTest {

    private final Algorithm algorithm = new Algorithm(Plugins.standard());
    private final ClusterView cluster = new ClusterView();

    @Test
    void tellsEveryReasonInKubernetesWords() {
        Node tainted =
                new NodeBuilder(node("n1", "4", "8Gi"))
                        .editSpec()
                        .addNewTaint("NoSchedule", "dedicated", null, "db")
                        .endSpec()
                        .build();
        cluster.nodeSeen(tainted);
        cluster.nodeSeen(node("n2", "1", "8Gi"));
        cluster.nodeSeen(node("n3", "1", "8Gi"));
        Placement placement = algorithm.decide(info(pod("p", "2", "1Gi")), cluster, 0);
        assertThat(placement)
                .isInstanceOfSatisfying(
                        Placement.Nowhere.class,
                        n ->
                                assertThat(n.message(null))
                                        .isEqualTo(
                                                "0/3 nodes are available: 1 node(s) had untolerated"
                                                        + " taint(s), 2 Insufficient cpu."));
    }

    @Test
    void saysWhenThereAreNoNodes() {
        Placement placement = algorithm.decide(info(pod("p", "1", "1Gi")), cluster, 0);
        assertThat(((Placement.Nowhere) placement).message(null))
                .isEqualTo("no nodes available to schedule pods");
    }

    @Test
    void prefersTheEmptierNode() {
        cluster.nodeSeen(node("busy", "4", "8Gi"));
        cluster.nodeSeen(node("free", "4", "8Gi"));
        cluster.podSeen(on("busy", pod("other", "2", "4Gi")));
        assertThat(chosen(info(pod("p", "1", "1Gi")))).isEqualTo("free");
    }

    @Test
    void goesOnlyWhereTheSelectorHolds() {
        cluster.nodeSeen(node("plain", "4", "8Gi"));
        cluster.nodeSeen(
                new NodeBuilder(node("fast", "4", "8Gi"))
                        .editMetadata()
                        .addToLabels("disk", "ssd")
                        .endMetadata()
                        .build());
        PodInfo wants =
                info("p", "1", "1Gi", p -> p.editSpec().addToNodeSelector("disk", "ssd").endSpec());
        assertThat(chosen(wants)).isEqualTo("fast");
        PodInfo impossible =
                info(
                        "q",
                        "1",
                        "1Gi",
                        p -> p.editSpec().addToNodeSelector("disk", "tape").endSpec());
        assertThat(((Placement.Nowhere) algorithm.decide(impossible, cluster, 0)).message(null))
                .isEqualTo(
                        "0/2 nodes are available: 2 node(s) didn't match Pod's node"
                                + " affinity/selector.");
    }

    @Test
    void cordonedNodesAndTakenHostPortsAreNotChosen() {
        cluster.nodeSeen(
                new NodeBuilder(node("cordoned", "4", "8Gi"))
                        .editSpec()
                        .withUnschedulable(true)
                        .endSpec()
                        .build());
        cluster.nodeSeen(node("taken", "4", "8Gi"));
        cluster.podSeen(on("taken", withPort(pod("first", "1", "1Gi"))));
        assertThat(
                        ((Placement.Nowhere)
                                        algorithm.decide(
                                                info(withPort(pod("second", "1", "1Gi"))),
                                                cluster,
                                                0))
                                .message(null))
                .isEqualTo(
                        "0/2 nodes are available: 1 node(s) didn't have free ports for the requested"
                                + " pod ports, 1 node(s) were unschedulable.");
    }

    private static PodBuilder withPort(PodBuilder pod) {
        return pod.editSpec()
                .editFirstContainer()
                .addNewPort()
                .withContainerPort(80)
                .withHostPort(80)
                .withProtocol("TCP")
                .endPort()
                .endContainer()
                .endSpec();
    }

    @Test
    void keepsPodsWithAntiAffinityApart() {
        cluster.nodeSeen(node("n1", "4", "8Gi"));
        cluster.nodeSeen(node("n2", "4", "8Gi"));
        cluster.podSeen(on("n1", lonely("a")));
        assertThat(chosen(info(lonely("b")))).isEqualTo("n2");
        cluster.podSeen(on("n2", lonely("b")));
        assertThat(
                        ((Placement.Nowhere) algorithm.decide(info(lonely("c")), cluster, 0))
                                .message(null))
                .isEqualTo(
                        "0/2 nodes are available: 2 node(s) didn't match pod anti-affinity rules.");
    }

    private static PodBuilder lonely(String name) {
        return pod(name, "1", "1Gi")
                .editMetadata()
                .addToLabels("app", "lonely")
                .endMetadata()
                .editSpec()
                .withNewAffinity()
                .withNewPodAntiAffinity()
                .addNewRequiredDuringSchedulingIgnoredDuringExecution()
                .withTopologyKey("kubernetes.io/hostname")
                .withNewLabelSelector()
                .addToMatchLabels("app", "lonely")
                .endLabelSelector()
                .endRequiredDuringSchedulingIgnoredDuringExecution()
                .endPodAntiAffinity()
                .endAffinity()
                .endSpec();
    }

    @Test
    void replicasSpreadOverEqualNodes() {
        for (int i = 0; i < 3; i++) {
            cluster.nodeSeen(node("n" + i, "8", "16Gi"));
        }
        Map<String, Integer> perNode = new HashMap<>();
        for (int i = 0; i < 9; i++) {
            PodInfo replica =
                    info(
                            "web-" + i,
                            "100m",
                            "64Mi",
                            p -> p.editMetadata().addToLabels("app", "web").endMetadata());
            String node = chosen(replica);
            cluster.assume(replica, node);
            perNode.merge(node, 1, Integer::sum);
        }
        assertThat(perNode)
                .containsOnly(Map.entry("n0", 3), Map.entry("n1", 3), Map.entry("n2", 3));
    }

    @Property
    void neverPromisesMoreThanANodeHas(Dice dice) {
        ClusterView random = new ClusterView();
        int nodes = dice.between(1, 8);
        for (int i = 0; i < nodes; i++) {
            random.nodeSeen(node("n" + i, dice.between(1, 4) + "", dice.between(1, 8) + "Gi"));
        }
        for (int i = 0; i < 60; i++) {
            PodInfo pod =
                    info(pod("p" + i, dice.between(0, 1500) + "m", dice.between(0, 2048) + "Mi"));
            if (algorithm.decide(pod, random, i) instanceof Placement.Chosen chosen) {
                random.assume(pod, chosen.node());
            }
        }
        for (NodeView node : random.nodes()) {
            assertThat(node.requested().cpuMillis())
                    .isLessThanOrEqualTo(node.allocatable().cpuMillis());
            assertThat(node.requested().memoryBytes())
                    .isLessThanOrEqualTo(node.allocatable().memoryBytes());
        }
    }

    @Test
    void asksAShareOfALargeClusterAndEveryNodeInTurn() {
        assertThat(Algorithm.enough(50)).isEqualTo(50);
        assertThat(Algorithm.enough(1000)).isEqualTo(420);
        assertThat(Algorithm.enough(5000)).isEqualTo(500);
        assertThat(Algorithm.enough(20000)).isEqualTo(1000);
    }

    @Test
    void aForgottenAssumptionFreesItsRoom() {
        cluster.nodeSeen(node("n1", "1", "1Gi"));
        PodInfo first = info(pod("a", "1", "1Gi"));
        cluster.assume(first, "n1");
        assertThat(algorithm.decide(info(pod("b", "1", "1Gi")), cluster, 0))
                .isInstanceOf(Placement.Nowhere.class);
        cluster.forget(first.uid());
        assertThat(chosen(info(pod("b", "1", "1Gi")))).isEqualTo("n1");
    }

    private String chosen(PodInfo pod) {
        Placement placement = algorithm.decide(pod, cluster, 0);
        assertThat(placement).isInstanceOf(Placement.Chosen.class);
        return ((Placement.Chosen) placement).node();
    }
}
