package dev.gantry.reconciler.disruption;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.reconciler.cluster.Stage;
import dev.gantry.reconciler.ownership.Owners;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetStatus;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DisruptionBudgetsTest {

    private final Stage stage = new Stage().with(DisruptionBudgets::loop);

    @AfterEach
    void close() {
        stage.close();
    }

    private void budget(@Nullable IntOrString minAvailable, @Nullable IntOrString maxUnavailable) {
        stage.cluster()
                .put(
                        new PodDisruptionBudgetBuilder()
                                .withNewMetadata()
                                .withNamespace("default")
                                .withName("b")
                                .withGeneration(1L)
                                .endMetadata()
                                .withNewSpec()
                                .withNewSelector()
                                .addToMatchLabels("app", "web")
                                .endSelector()
                                .withMinAvailable(minAvailable)
                                .withMaxUnavailable(maxUnavailable)
                                .endSpec()
                                .build());
    }

    private void pods(int ready, int replicas) {
        ReplicaSet set =
                stage.cluster()
                        .put(
                                new ReplicaSetBuilder()
                                        .withNewMetadata()
                                        .withNamespace("default")
                                        .withName("web")
                                        .endMetadata()
                                        .withNewSpec()
                                        .withReplicas(replicas)
                                        .endSpec()
                                        .build());
        for (int i = 0; i < ready; i++) {
            stage.ready(
                    stage.cluster()
                            .put(
                                    new PodBuilder()
                                            .withNewMetadata()
                                            .withNamespace("default")
                                            .withName("web-" + i)
                                            .addToLabels("app", "web")
                                            .withOwnerReferences(Owners.reference(set))
                                            .endMetadata()
                                            .withNewSpec()
                                            .endSpec()
                                            .build()));
        }
    }

    private PodDisruptionBudgetStatus status() {
        return stage.cluster().get(PodDisruptionBudget.class, "default", "b").getStatus();
    }

    @Test
    void whatIsAboveTheLeastMayBeDisrupted() {
        pods(3, 3);
        budget(new IntOrString(2), null);
        stage.settle();
        assertThat(status().getDisruptionsAllowed()).isEqualTo(1);
        assertThat(status().getCurrentHealthy()).isEqualTo(3);
        assertThat(status().getDesiredHealthy()).isEqualTo(2);
        assertThat(status().getConditions().get(0).getReason()).isEqualTo("SufficientPods");
        stage.unready(stage.pods().get(0));
        stage.settle();
        assertThat(status().getDisruptionsAllowed()).isZero();
        assertThat(status().getConditions().get(0).getReason()).isEqualTo("InsufficientPods");
    }

    @Test
    void maxUnavailableCountsFromWhatTheOwnerWants() {
        pods(4, 5);
        budget(null, new IntOrString("40%"));
        stage.settle();
        assertThat(status().getExpectedPods()).isEqualTo(5);
        assertThat(status().getDesiredHealthy()).isEqualTo(3);
        assertThat(status().getDisruptionsAllowed()).isEqualTo(1);
    }

    @Test
    void podWithoutAnOwnerThatHasASizeAllowsNothing() {
        pods(2, 2);
        Pod bare = stage.pods().get(0);
        bare.getMetadata().setOwnerReferences(java.util.List.of());
        stage.cluster().put(bare);
        budget(null, new IntOrString(1));
        stage.settle();
        assertThat(status().getDisruptionsAllowed()).isZero();
        assertThat(status().getConditions().get(0).getReason()).isEqualTo("SyncFailed");
    }

    @Test
    void grantedEvictionThatDoesNotHappenIsForgotten() {
        pods(3, 3);
        budget(new IntOrString(2), null);
        stage.settle();
        PodDisruptionBudget budget = stage.cluster().get(PodDisruptionBudget.class, "default", "b");
        budget.getStatus()
                .setDisruptedPods(Map.of("web-0", stage.cluster().clock().instant().toString()));
        stage.cluster().put(budget);
        stage.settle();
        assertThat(status().getCurrentHealthy()).isEqualTo(2);
        stage.pass(Duration.ofSeconds(121));
        assertThat(status().getCurrentHealthy()).isEqualTo(3);
        assertThat(status().getDisruptedPods()).isEmpty();
    }
}
