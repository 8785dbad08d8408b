package dev.gantry.reconciler.daemonset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.reconciler.cluster.Stage;
import dev.gantry.reconciler.pods.Pods;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DaemonSetsTest {

    private final Stage stage = new Stage().with(DaemonSets::loop);

    @AfterEach
    void close() {
        stage.close();
    }

    private void node(String name, Taint... taints) {
        stage.cluster()
                .put(
                        new NodeBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .addToLabels("disk", name.equals("n3") ? "slow" : "fast")
                                .endMetadata()
                                .withNewSpec()
                                .withTaints(taints)
                                .endSpec()
                                .build());
    }

    private static DaemonSetBuilder agent() {
        return new DaemonSetBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("agent")
                .withGeneration(1L)
                .endMetadata()
                .withNewSpec()
                .withNewSelector()
                .addToMatchLabels("app", "agent")
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", "agent")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("agent")
                .withImage("agent:1")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec();
    }

    private DaemonSet get() {
        return stage.cluster().get(DaemonSet.class, "default", "agent");
    }

    private void image(String image) {
        DaemonSet set = get();
        set.getSpec().getTemplate().getSpec().getContainers().get(0).setImage(image);
        set.getMetadata().setGeneration(set.getMetadata().getGeneration() + 1);
        stage.cluster().put(set);
    }

    /** What scheduler and node do: the pod goes where it is meant to and is ready. */
    private void place() {
        for (Pod pod : stage.pods()) {
            if (Pods.isTerminating(pod)) {
                continue;
            }
            if (pod.getSpec().getNodeName() == null) {
                String node =
                        pod.getSpec()
                                .getAffinity()
                                .getNodeAffinity()
                                .getRequiredDuringSchedulingIgnoredDuringExecution()
                                .getNodeSelectorTerms()
                                .get(0)
                                .getMatchFields()
                                .get(0)
                                .getValues()
                                .get(0);
                stage.ready(pod);
                Pod ready = stage.cluster().get(Pod.class, "default", pod.getMetadata().getName());
                ready.getSpec().setNodeName(node);
                stage.cluster().put(ready);
            }
        }
    }

    private void converge() {
        for (int i = 0; i < 20; i++) {
            stage.settle();
            for (Pod pod : stage.pods()) {
                if (Pods.isTerminating(pod)) {
                    stage.kubelet();
                }
            }
            place();
        }
        stage.settle();
    }

    private List<String> nodes() {
        return stage.pods().stream().map(p -> p.getSpec().getNodeName()).sorted().toList();
    }

    @Test
    void onePodIsOnEachNodeAndANewNodeGetsItsOwn() {
        node("n1");
        node("n2");
        stage.cluster().put(agent().build());
        converge();
        assertThat(nodes()).containsExactly("n1", "n2");
        assertThat(get().getStatus().getNumberReady()).isEqualTo(2);
        assertThat(get().getStatus().getDesiredNumberScheduled()).isEqualTo(2);
        node("n3");
        converge();
        assertThat(nodes()).containsExactly("n1", "n2", "n3");
    }

    @Test
    void nodesAreChosenBySelectorAndTaints() {
        node("n1");
        node("n2", new TaintBuilder().withKey("own").withEffect("NoSchedule").build());
        node(
                "n4",
                new TaintBuilder()
                        .withKey("node.kubernetes.io/unschedulable")
                        .withEffect("NoSchedule")
                        .build());
        node("n3");
        stage.cluster()
                .put(
                        agent().editSpec()
                                .editTemplate()
                                .editSpec()
                                .addToNodeSelector("disk", "fast")
                                .endSpec()
                                .endTemplate()
                                .endSpec()
                                .build());
        converge();
        assertThat(nodes()).containsExactly("n1", "n4");
    }

    @Test
    void noExecuteTaintRemovesThePod() {
        node("n1");
        stage.cluster().put(agent().build());
        converge();
        Node node = stage.cluster().get(Node.class, "", "n1");
        node.getSpec()
                .setTaints(
                        List.of(new TaintBuilder().withKey("k").withEffect("NoExecute").build()));
        stage.cluster().put(node);
        converge();
        assertThat(stage.pods()).isEmpty();
    }

    @Test
    void rollingUpdateTakesOneNodeAtATime() {
        for (int i = 1; i <= 3; i++) {
            node("n" + i);
        }
        stage.cluster().put(agent().build());
        converge();
        image("agent:2");
        stage.settle();
        assertThat(stage.pods()).filteredOn(Pods::isTerminating).hasSize(1);
        converge();
        assertThat(stage.pods())
                .hasSize(3)
                .allSatisfy(
                        p ->
                                assertThat(p.getSpec().getContainers().get(0).getImage())
                                        .isEqualTo("agent:2"));
        assertThat(get().getStatus().getUpdatedNumberScheduled()).isEqualTo(3);
    }

    @Test
    void surgeStartsTheNewPodBeforeTheOldOneGoes() {
        node("n1");
        stage.cluster()
                .put(
                        agent().editSpec()
                                .withNewUpdateStrategy()
                                .withType("RollingUpdate")
                                .withNewRollingUpdate()
                                .withMaxSurge(new IntOrString(1))
                                .withMaxUnavailable(new IntOrString(0))
                                .endRollingUpdate()
                                .endUpdateStrategy()
                                .endSpec()
                                .build());
        converge();
        image("agent:2");
        stage.settle();
        assertThat(stage.pods()).hasSize(2).noneMatch(Pods::isTerminating);
        converge();
        assertThat(stage.pods())
                .singleElement()
                .satisfies(
                        p ->
                                assertThat(p.getSpec().getContainers().get(0).getImage())
                                        .isEqualTo("agent:2"));
    }

    @Test
    void failedDaemonIsReplaced() {
        node("n1");
        stage.cluster().put(agent().build());
        converge();
        Pod pod = stage.pods().get(0);
        pod.getStatus().setPhase("Failed");
        stage.cluster().put(pod);
        converge();
        assertThat(stage.pods())
                .singleElement()
                .satisfies(
                        p ->
                                assertThat(p.getMetadata().getUid())
                                        .isNotEqualTo(pod.getMetadata().getUid()));
    }
}
