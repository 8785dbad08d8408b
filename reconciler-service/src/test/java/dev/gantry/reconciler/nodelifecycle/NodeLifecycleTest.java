package dev.gantry.reconciler.nodelifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.reconciler.cluster.Stage;
import dev.gantry.reconciler.podgc.PodGarbage;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeLifecycleTest {

    private final Stage stage =
            new Stage()
                    .with(
                            around -> NodeSilence.loop(around, NodeLifecycleSettings.USUAL),
                            around -> NodeTaints.loop(around, NodeLifecycleSettings.USUAL),
                            TaintEviction::loop,
                            PodGarbage::loop);

    @AfterEach
    void close() {
        stage.close();
    }

    private void node(String name, String ready) {
        stage.cluster()
                .put(
                        new NodeBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .endMetadata()
                                .withNewSpec()
                                .endSpec()
                                .withNewStatus()
                                .addNewCondition()
                                .withType("Ready")
                                .withStatus(ready)
                                .endCondition()
                                .endStatus()
                                .build());
    }

    private void beat(String name) {
        stage.cluster()
                .put(
                        new LeaseBuilder()
                                .withNewMetadata()
                                .withNamespace("kube-node-lease")
                                .withName(name)
                                .endMetadata()
                                .withNewSpec()
                                .withHolderIdentity(name)
                                .withRenewTime(
                                        ZonedDateTime.ofInstant(
                                                stage.cluster().clock().instant(), ZoneOffset.UTC))
                                .endSpec()
                                .build());
    }

    private void pod(String name, String node, Toleration... tolerations) {
        stage.cluster()
                .put(
                        new PodBuilder()
                                .withNewMetadata()
                                .withNamespace("default")
                                .withName(name)
                                .endMetadata()
                                .withNewSpec()
                                .withNodeName(node)
                                .withTolerations(tolerations)
                                .endSpec()
                                .withNewStatus()
                                .withPhase("Running")
                                .addNewCondition()
                                .withType("Ready")
                                .withStatus("True")
                                .endCondition()
                                .endStatus()
                                .build());
    }

    private static Toleration unreachable(Long seconds) {
        return new TolerationBuilder()
                .withKey("node.kubernetes.io/unreachable")
                .withOperator("Exists")
                .withEffect("NoExecute")
                .withTolerationSeconds(seconds)
                .build();
    }

    private Node get(String name) {
        return stage.cluster().get(Node.class, "", name);
    }

    private String ready(String name) {
        return NodeFacts.status(get(name), "Ready");
    }

    private List<String> taints(String name) {
        return get(name).getSpec().getTaints().stream()
                .map((Taint t) -> t.getKey() + ":" + t.getEffect())
                .toList();
    }

    /** Time passes; the feed lives; the named nodes beat every second. */
    private void pass(int seconds, String... beating) {
        for (int i = 0; i < seconds; i++) {
            stage.cluster().heartbeat();
            for (String name : beating) {
                beat(name);
            }
            stage.pass(Duration.ofSeconds(1));
        }
    }

    @Test
    void silentNodeBecomesUnknownTaintedAndLosesPodsThatDoNotTolerateIt() {
        node("one", "True");
        node("two", "True");
        pod("stays", "one", unreachable(null));
        pod("leaves", "one", unreachable(30L));
        pod("goes", "one");
        pass(5, "one", "two");
        pass(38, "two");
        assertThat(ready("one")).isEqualTo("True");
        pass(8, "two");
        assertThat(ready("one")).isEqualTo("Unknown");
        assertThat(NodeFacts.condition(get("one"), "Ready").orElseThrow().getReason())
                .isEqualTo("NodeStatusUnknown");
        assertThat(ready("two")).isEqualTo("True");
        assertThat(taints("one"))
                .containsExactlyInAnyOrder(
                        "node.kubernetes.io/unreachable:NoSchedule",
                        "node.kubernetes.io/unreachable:NoExecute");
        assertThat(going("goes")).isTrue();
        assertThat(going("leaves")).isFalse();
        assertThat(stage.cluster().get(Pod.class, "default", "leaves").getStatus().getConditions())
                .anySatisfy(
                        c -> {
                            assertThat(c.getType()).isEqualTo("Ready");
                            assertThat(c.getStatus()).isEqualTo("False");
                        });
        pass(35, "two");
        assertThat(going("leaves")).isTrue();
        assertThat(going("stays")).isFalse();
    }

    private boolean going(String pod) {
        return stage.cluster().get(Pod.class, "default", pod).getMetadata().getDeletionTimestamp()
                != null;
    }

    @Test
    void silenceOfTheFeedIsNotSilenceOfTheNodes() {
        node("one", "True");
        node("two", "True");
        pass(5, "one", "two");
        // nothing comes: no lease, no progress
        stage.pass(Duration.ofSeconds(120));
        assertThat(ready("one")).isEqualTo("True");
        // the feed is back, and a whole grace period starts again
        pass(35, "two");
        assertThat(ready("one")).isEqualTo("True");
        pass(15, "two");
        assertThat(ready("one")).isEqualTo("Unknown");
    }

    @Test
    void allNodesSilentAtOnceMeansNoEviction() {
        node("one", "True");
        node("two", "True");
        pod("p", "one");
        pass(5, "one", "two");
        pass(120);
        assertThat(ready("one")).isEqualTo("Unknown");
        assertThat(ready("two")).isEqualTo("Unknown");
        assertThat(taints("one")).containsExactly("node.kubernetes.io/unreachable:NoSchedule");
        assertThat(going("p")).isFalse();
    }

    @Test
    void taintsGoWhenTheNodeIsReadyAgain() {
        node("one", "False");
        node("two", "True");
        pass(2, "one", "two");
        assertThat(taints("one"))
                .containsExactlyInAnyOrder(
                        "node.kubernetes.io/not-ready:NoSchedule",
                        "node.kubernetes.io/not-ready:NoExecute");
        Node node = get("one");
        node.getStatus().getConditions().get(0).setStatus("True");
        stage.cluster().put(node);
        stage.settle();
        assertThat(taints("one")).isEmpty();
    }

    @Test
    void nodesAreGivenUpOneInTenSeconds() {
        for (int i = 0; i < 4; i++) {
            node("bad-" + i, "False");
            node("good-" + i, "True");
        }
        String[] all = {"bad-0", "bad-1", "bad-2", "bad-3", "good-0", "good-1", "good-2", "good-3"};
        pass(1, all);
        assertThat(evicting()).isEqualTo(1);
        pass(16, all);
        assertThat(evicting()).isEqualTo(2);
    }

    private long evicting() {
        return stage.cluster().list(Node.class, "").stream()
                .filter(n -> TaintDecider.hasEither(n.getSpec().getTaints()))
                .count();
    }

    @Test
    void cordonedNodeIsTainted() {
        node("one", "True");
        Node node = get("one");
        node.getSpec().setUnschedulable(true);
        stage.cluster().put(node);
        stage.settle();
        assertThat(taints("one")).containsExactly("node.kubernetes.io/unschedulable:NoSchedule");
    }

    @Test
    void podsOfADeletedNodeGoAfterAWhile() {
        node("one", "True");
        pod("p", "one");
        pass(2, "one");
        stage.cluster().delete(Node.class, "", "one");
        pass(30);
        assertThat(stage.cluster().get(Pod.class, "default", "p")).isNotNull();
        pass(40);
        assertThat(stage.cluster().get(Pod.class, "default", "p")).isNull();
    }

    @Test
    void tolerationMatchesAsDocumented() {
        Taint taint = new Taint("NoExecute", "k", null, "v");
        record Row(String key, String operator, String value, String effect, boolean matches) {}
        for (Row row :
                List.of(
                        new Row("k", "Equal", "v", "NoExecute", true),
                        new Row("k", "Equal", "w", "NoExecute", false),
                        new Row("k", "Exists", null, "NoExecute", true),
                        new Row("k", "Exists", null, "NoSchedule", false),
                        new Row("k", "Exists", null, null, true),
                        new Row(null, "Exists", null, null, true),
                        new Row("other", "Exists", null, null, false),
                        new Row("k", null, "v", null, true))) {
            Toleration toleration =
                    new TolerationBuilder()
                            .withKey(row.key)
                            .withOperator(row.operator)
                            .withValue(row.value)
                            .withEffect(row.effect)
                            .build();
            assertThat(EvictionDecider.tolerates(toleration, taint))
                    .as(row.toString())
                    .isEqualTo(row.matches);
        }
    }
}
