package dev.gantry.reconciler.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.reconciler.cluster.Stage;
import dev.gantry.reconciler.pods.TemplateHash;
import dev.gantry.reconciler.replicaset.ReplicaSets;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Deployments, ReplicaSets and a scripted node together. */
class DeploymentLifeTest {

    private final Stage stage = new Stage().with(Deployments::loop, ReplicaSets::loop);

    @AfterEach
    void close() {
        stage.close();
    }

    static DeploymentBuilder web(int replicas) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("web")
                .withGeneration(1L)
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withRevisionHistoryLimit(10)
                .withProgressDeadlineSeconds(600)
                .withNewSelector()
                .addToMatchLabels("app", "web")
                .endSelector()
                .withNewStrategy()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withMaxSurge(new IntOrString("25%"))
                .withMaxUnavailable(new IntOrString("25%"))
                .endRollingUpdate()
                .endStrategy()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", "web")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("web")
                .withImage("web:1")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec();
    }

    private Deployment web() {
        return stage.cluster().get(Deployment.class, "default", "web");
    }

    private void edit(Consumer<DeploymentBuilder> change) {
        Deployment before = web();
        DeploymentBuilder builder = new DeploymentBuilder(before);
        change.accept(builder);
        builder.editMetadata()
                .withGeneration(before.getMetadata().getGeneration() + 1)
                .endMetadata();
        stage.cluster().put(builder.build());
    }

    private void image(String image) {
        edit(
                b ->
                        b.editSpec()
                                .editTemplate()
                                .editSpec()
                                .editFirstContainer()
                                .withImage(image)
                                .endContainer()
                                .endSpec()
                                .endTemplate()
                                .endSpec());
    }

    private List<ReplicaSet> sets() {
        return stage.cluster().list(ReplicaSet.class, "default");
    }

    private DeploymentCondition progressing() {
        return web().getStatus().getConditions().stream()
                .filter(c -> c.getType().equals("Progressing"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void deploymentBecomesAvailableAndSaysSo() {
        stage.cluster().put(web(3).build());
        stage.converge();
        Deployment web = web();
        assertThat(web.getStatus().getAvailableReplicas()).isEqualTo(3);
        assertThat(web.getStatus().getUpdatedReplicas()).isEqualTo(3);
        assertThat(web.getStatus().getUnavailableReplicas()).isNull();
        assertThat(web.getStatus().getObservedGeneration()).isEqualTo(1);
        assertThat(web.getMetadata().getAnnotations())
                .containsEntry("deployment.kubernetes.io/revision", "1");
        assertThat(progressing().getReason()).isEqualTo("NewReplicaSetAvailable");
        assertThat(progressing().getMessage())
                .isEqualTo(
                        "ReplicaSet \""
                                + sets().get(0).getMetadata().getName()
                                + "\" has successfully progressed.");
        ReplicaSet set = sets().get(0);
        assertThat(set.getMetadata().getName()).startsWith("web-");
        assertThat(set.getMetadata().getLabels()).containsKeys("app", "pod-template-hash");
        assertThat(stage.pods())
                .hasSize(3)
                .allSatisfy(
                        p -> {
                            assertThat(p.getMetadata().getName())
                                    .startsWith(set.getMetadata().getName() + "-");
                            assertThat(p.getMetadata().getLabels())
                                    .containsEntry(
                                            "pod-template-hash",
                                            set.getMetadata().getLabels().get("pod-template-hash"));
                        });
    }

    @Test
    void nothingIsWrittenWhenNothingChanges() {
        stage.cluster().put(web(3).build());
        stage.converge();
        long revision = stage.cluster().revision();
        stage.pass(Duration.ofSeconds(5));
        assertThat(stage.cluster().revision()).isEqualTo(revision);
    }

    @Test
    void rollingUpdateStaysWithinItsBoundsAndEndsWithTheNewTemplate() {
        stage.cluster().put(web(4).build());
        stage.converge();
        image("web:2");
        for (int i = 0; i < 200; i++) {
            stage.settle();
            List<Pod> alive =
                    stage.pods().stream()
                            .filter(p -> p.getMetadata().getDeletionTimestamp() == null)
                            .toList();
            assertThat(alive.size()).isLessThanOrEqualTo(5);
            long ready = alive.stream().filter(dev.gantry.reconciler.pods.Pods::isReady).count();
            assertThat(ready).isGreaterThanOrEqualTo(3);
            stage.pods().stream()
                    .filter(p -> p.getStatus().getPhase().equals("Pending"))
                    .findFirst()
                    .ifPresent(stage::ready);
        }
        stage.converge();
        assertThat(stage.pods())
                .hasSize(4)
                .allSatisfy(
                        p ->
                                assertThat(p.getSpec().getContainers().get(0).getImage())
                                        .isEqualTo("web:2"));
        assertThat(sets()).hasSize(2);
        assertThat(web().getMetadata().getAnnotations())
                .containsEntry("deployment.kubernetes.io/revision", "2");
        assertThat(progressing().getReason()).isEqualTo("NewReplicaSetAvailable");
    }

    @Test
    void goingBackToAnOldTemplateReusesItsSetUnderANewRevision() {
        stage.cluster().put(web(2).build());
        stage.converge();
        String first = sets().get(0).getMetadata().getName();
        image("web:2");
        stage.converge();
        image("web:1");
        stage.converge();
        assertThat(sets()).hasSize(2);
        ReplicaSet back = stage.cluster().get(ReplicaSet.class, "default", first);
        assertThat(back.getSpec().getReplicas()).isEqualTo(2);
        assertThat(back.getMetadata().getAnnotations())
                .containsEntry("deployment.kubernetes.io/revision", "3")
                .containsEntry("deployment.kubernetes.io/revision-history", "1");
    }

    @Test
    void recreateStopsAllOldPodsBeforeItStartsANewOne() {
        stage.cluster()
                .put(
                        web(3).editSpec()
                                .withNewStrategy()
                                .withType("Recreate")
                                .endStrategy()
                                .endSpec()
                                .build());
        stage.converge();
        image("web:2");
        stage.settle();
        assertThat(stage.pods())
                .hasSize(3)
                .allSatisfy(p -> assertThat(p.getMetadata().getDeletionTimestamp()).isNotNull());
        stage.converge();
        assertThat(stage.pods())
                .hasSize(3)
                .allSatisfy(
                        p ->
                                assertThat(p.getSpec().getContainers().get(0).getImage())
                                        .isEqualTo("web:2"));
    }

    @Test
    void rolloutThatDoesNotProgressTimesOut() {
        stage.cluster().put(web(1).build());
        stage.settle();
        assertThat(progressing().getReason()).isEqualTo("ReplicaSetUpdated");
        stage.pass(Duration.ofSeconds(602));
        assertThat(progressing().getReason()).isEqualTo("ProgressDeadlineExceeded");
        assertThat(progressing().getStatus()).isEqualTo("False");
        stage.converge();
        assertThat(progressing().getReason()).isEqualTo("NewReplicaSetAvailable");
    }

    @Test
    void scalingInMidRolloutIsProportional() {
        stage.cluster().put(web(10).build());
        stage.converge();
        image("web:2");
        stage.settle();
        // surge 3, unavailable 2: old 8, new 5
        assertThat(sets())
                .extracting(s -> s.getSpec().getReplicas())
                .containsExactlyInAnyOrder(8, 5);
        edit(b -> b.editSpec().withReplicas(15).endSpec());
        stage.settle();
        // 15 + 4 = 19, 6 more: 8 * 19 / 13 = 12, and 2 left over
        assertThat(sets())
                .extracting(s -> s.getSpec().getReplicas())
                .containsExactlyInAnyOrder(12, 7);
    }

    @Test
    void pausedDeploymentScalesButDoesNotRollOut() {
        stage.cluster().put(web(2).build());
        stage.converge();
        edit(b -> b.editSpec().withPaused(true).endSpec());
        image("web:2");
        edit(b -> b.editSpec().withReplicas(3).endSpec());
        stage.converge();
        assertThat(sets()).hasSize(1);
        assertThat(stage.pods()).hasSize(3);
        assertThat(progressing().getReason()).isEqualTo("DeploymentPaused");
        edit(b -> b.editSpec().withPaused(false).endSpec());
        stage.converge();
        assertThat(sets()).hasSize(2);
        assertThat(progressing().getReason()).isEqualTo("NewReplicaSetAvailable");
    }

    @Test
    void historyKeepsAsManyOldSetsAsItMay() {
        stage.cluster().put(web(1).editSpec().withRevisionHistoryLimit(1).endSpec().build());
        stage.converge();
        for (int i = 2; i <= 4; i++) {
            image("web:" + i);
            stage.converge();
        }
        assertThat(sets())
                .extracting(s -> s.getMetadata().getAnnotations().get(Revisions.REVISION))
                .containsExactlyInAnyOrder("3", "4");
    }

    @Test
    void hashThatMeetsAnotherTemplatesSetIsCountedAndAvoided() {
        Deployment wanted = web(1).build();
        String hash = TemplateHash.of(wanted.getSpec().getTemplate(), 0);
        stage.cluster()
                .put(
                        new io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder()
                                .withNewMetadata()
                                .withNamespace("default")
                                .withName("web-" + hash)
                                .endMetadata()
                                .withNewSpec()
                                .withReplicas(0)
                                .withNewSelector()
                                .withMatchLabels(Map.of("app", "other"))
                                .endSelector()
                                .withTemplate(wanted.getSpec().getTemplate())
                                .endSpec()
                                .build());
        stage.cluster().put(wanted);
        stage.settle();
        stage.pass(Duration.ofSeconds(2));
        stage.converge();
        assertThat(web().getStatus().getCollisionCount()).isEqualTo(1);
        assertThat(web().getStatus().getAvailableReplicas()).isEqualTo(1);
    }
}
