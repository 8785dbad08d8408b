package dev.gantry.reconciler.statefulset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.reconciler.cluster.Stage;
import dev.gantry.reconciler.pods.Pods;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatefulSetsTest {

    private final Stage stage = new Stage().with(StatefulSets::loop);

    @AfterEach
    void close() {
        stage.close();
    }

    private static StatefulSetBuilder db(int replicas) {
        return new StatefulSetBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("db")
                .withGeneration(1L)
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withServiceName("db")
                .withNewSelector()
                .addToMatchLabels("app", "db")
                .endSelector()
                .withVolumeClaimTemplates(
                        new PersistentVolumeClaimBuilder()
                                .withNewMetadata()
                                .withName("data")
                                .endMetadata()
                                .withNewSpec()
                                .withAccessModes("ReadWriteOnce")
                                .endSpec()
                                .build())
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", "db")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("db")
                .withImage("db:1")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec();
    }

    private List<String> names() {
        return stage.pods().stream().map(p -> p.getMetadata().getName()).toList();
    }

    private StatefulSet db() {
        return stage.cluster().get(StatefulSet.class, "default", "db");
    }

    private void edit(Consumer<StatefulSet> change) {
        StatefulSet set = db();
        change.accept(set);
        set.getMetadata().setGeneration(set.getMetadata().getGeneration() + 1);
        stage.cluster().put(set);
    }

    private void image(String image) {
        edit(s -> s.getSpec().getTemplate().getSpec().getContainers().get(0).setImage(image));
    }

    @Test
    void podsComeOneAfterTheOtherWithNamesAndClaims() {
        stage.cluster().put(db(3).build());
        stage.settle();
        assertThat(names()).containsExactly("db-0");
        stage.kubelet();
        stage.settle();
        assertThat(names()).containsExactly("db-0", "db-1");
        stage.converge();
        assertThat(names()).containsExactly("db-0", "db-1", "db-2");
        Pod last = stage.pods().get(2);
        assertThat(last.getSpec().getHostname()).isEqualTo("db-2");
        assertThat(last.getSpec().getSubdomain()).isEqualTo("db");
        assertThat(last.getMetadata().getLabels())
                .containsEntry("statefulset.kubernetes.io/pod-name", "db-2")
                .containsEntry("apps.kubernetes.io/pod-index", "2");
        assertThat(last.getSpec().getVolumes().get(0).getPersistentVolumeClaim().getClaimName())
                .isEqualTo("data-db-2");
        assertThat(stage.cluster().list(PersistentVolumeClaim.class, "default"))
                .extracting(c -> c.getMetadata().getName())
                .containsExactly("data-db-0", "data-db-1", "data-db-2");
        assertThat(db().getStatus().getReadyReplicas()).isEqualTo(3);
        assertThat(db().getStatus().getCurrentRevision())
                .isEqualTo(db().getStatus().getUpdateRevision());
    }

    @Test
    void parallelPodsComeTogether() {
        stage.cluster().put(db(3).editSpec().withPodManagementPolicy("Parallel").endSpec().build());
        stage.settle();
        assertThat(names()).containsExactly("db-0", "db-1", "db-2");
    }

    @Test
    void scalingDownTakesTheLastFirst() {
        stage.cluster().put(db(3).build());
        stage.converge();
        edit(s -> s.getSpec().setReplicas(1));
        stage.settle();
        assertThat(going()).containsExactly("db-2");
        stage.kubelet();
        stage.settle();
        assertThat(going()).containsExactly("db-1");
        stage.converge();
        assertThat(names()).containsExactly("db-0");
    }

    private List<String> going() {
        return stage.pods().stream()
                .filter(Pods::isTerminating)
                .map(p -> p.getMetadata().getName())
                .toList();
    }

    @Test
    void rollingUpdateGoesFromTheLastToTheFirstOneAtATime() {
        stage.cluster().put(db(3).build());
        stage.converge();
        image("db:2");
        stage.settle();
        assertThat(going()).containsExactly("db-2");
        stage.converge();
        assertThat(stage.pods())
                .allSatisfy(
                        p ->
                                assertThat(p.getSpec().getContainers().get(0).getImage())
                                        .isEqualTo("db:2"));
        assertThat(db().getStatus().getCurrentRevision())
                .isEqualTo(db().getStatus().getUpdateRevision());
        assertThat(stage.cluster().list(ControllerRevision.class, "default")).hasSize(2);
    }

    @Test
    void partitionKeepsTheFirstAsTheyAre() {
        stage.cluster().put(db(3).build());
        stage.converge();
        edit(
                s -> {
                    s.getSpec()
                            .setUpdateStrategy(
                                    new io.fabric8.kubernetes.api.model.apps
                                                    .StatefulSetUpdateStrategyBuilder()
                                            .withType("RollingUpdate")
                                            .withNewRollingUpdate()
                                            .withPartition(2)
                                            .endRollingUpdate()
                                            .build());
                    s.getSpec().getTemplate().getSpec().getContainers().get(0).setImage("db:2");
                });
        stage.converge();
        assertThat(stage.pods())
                .extracting(p -> p.getSpec().getContainers().get(0).getImage())
                .containsExactly("db:1", "db:1", "db:2");
        stage.cluster().delete(Pod.class, "default", "db-0");
        stage.converge();
        assertThat(stage.pods())
                .extracting(p -> p.getSpec().getContainers().get(0).getImage())
                .containsExactly("db:1", "db:1", "db:2");
        assertThat(db().getStatus().getUpdatedReplicas()).isEqualTo(1);
        assertThat(db().getStatus().getCurrentReplicas()).isEqualTo(2);
    }

    @Test
    void goingBackGivesTheOldRevisionTheHighestNumber() {
        stage.cluster().put(db(1).build());
        stage.converge();
        image("db:2");
        stage.converge();
        image("db:1");
        stage.converge();
        assertThat(stage.cluster().list(ControllerRevision.class, "default"))
                .extracting(ControllerRevision::getRevision)
                .containsExactlyInAnyOrder(2L, 3L);
        assertThat(stage.pods().get(0).getSpec().getContainers().get(0).getImage())
                .isEqualTo("db:1");
    }

    @Test
    void restIsQuiet() {
        stage.cluster().put(db(2).build());
        stage.converge();
        stage.cluster().forgetWrites();
        stage.pass(java.time.Duration.ofSeconds(10));
        stage.cluster().put(db());
        stage.settle();
        assertThat(stage.cluster().writes()).isEmpty();
    }
}
