package dev.gantry.reconciler.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.reconciler.deployment.Deployments;
import dev.gantry.reconciler.endpointslice.ServiceSlices;
import dev.gantry.reconciler.garbagecollector.GarbageCollector;
import dev.gantry.reconciler.pods.Pods;
import dev.gantry.reconciler.replicaset.ReplicaSets;
import dev.gantry.testkit.property.Dice;
import dev.gantry.testkit.property.Property;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.time.Duration;
import java.util.List;

/**
 * Random lives of a Deployment and its Service, with lost answers, late informers and pods that
 * die. From any state the cluster comes to what is wanted, and then to rest.
 */
class WorkloadSimulationTest {

    @Property(tries = 25)
    void anyHistoryEndsInWhatIsWantedAndThenNothingIsWritten(Dice dice) {
        try (Stage stage =
                new Stage()
                        .with(
                                Deployments::loop,
                                ReplicaSets::loop,
                                ServiceSlices::loop,
                                GarbageCollector::loop)) {
            stage.cluster().put(deployment(dice));
            stage.cluster().put(service());
            for (int i = 0; i < 25; i++) {
                act(stage, dice);
                withinBounds(stage);
            }
            stage.cluster().releaseInformers();
            stage.recover();
            edit(stage, d -> d.getSpec().setPaused(false));
            for (int i = 0; i < 40; i++) {
                stage.converge();
                stage.pass(Duration.ofSeconds(2));
            }
            isAsWanted(stage);
            stage.cluster().forgetWrites();
            stage.pass(Duration.ofSeconds(30));
            assertThat(stage.cluster().writes()).isEmpty();
        }
    }

    private static Deployment deployment(Dice dice) {
        boolean recreate = dice.chance(20);
        return new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("web")
                .withGeneration(1L)
                .endMetadata()
                .withNewSpec()
                .withReplicas(dice.between(0, 6))
                .withRevisionHistoryLimit(dice.between(0, 3))
                .withProgressDeadlineSeconds(600)
                .withMinReadySeconds(dice.oneOf(0, 0, 3))
                .withNewSelector()
                .addToMatchLabels("app", "web")
                .endSelector()
                .withNewStrategy()
                .withType(recreate ? "Recreate" : "RollingUpdate")
                .withRollingUpdate(
                        recreate
                                ? null
                                : new io.fabric8.kubernetes.api.model.apps
                                                .RollingUpdateDeploymentBuilder()
                                        .withMaxSurge(
                                                dice.oneOf(
                                                        new IntOrString("25%"),
                                                        new IntOrString(0),
                                                        new IntOrString(2)))
                                        .withMaxUnavailable(
                                                dice.oneOf(
                                                        new IntOrString("25%"), new IntOrString(1)))
                                        .build())
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
                .endSpec()
                .build();
    }

    private static io.fabric8.kubernetes.api.model.Service service() {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("web")
                .endMetadata()
                .withNewSpec()
                .addToSelector("app", "web")
                .addNewPort()
                .withPort(80)
                .endPort()
                .endSpec()
                .build();
    }

    private static void edit(Stage stage, java.util.function.Consumer<Deployment> change) {
        Deployment web = stage.cluster().get(Deployment.class, "default", "web");
        change.accept(web);
        web.getMetadata().setGeneration(web.getMetadata().getGeneration() + 1);
        stage.cluster().put(web);
    }

    private static void act(Stage stage, Dice dice) {
        List<Pod> pods = stage.pods();
        switch (dice.between(0, 10)) {
            case 0 -> edit(stage, d -> d.getSpec().setReplicas(dice.between(0, 6)));
            case 1 ->
                    edit(
                            stage,
                            d ->
                                    d.getSpec()
                                            .getTemplate()
                                            .getSpec()
                                            .getContainers()
                                            .get(0)
                                            .setImage("web:" + dice.between(1, 4)));
            case 2 -> edit(stage, d -> d.getSpec().setPaused(dice.chance(50)));
            case 3 -> {
                if (dice.chance(50)) {
                    stage.refuseNextWrite();
                } else {
                    stage.loseNextAnswer();
                }
            }
            case 4 -> stage.cluster().holdInformers();
            case 5, 6 -> stage.cluster().releaseInformers();
            case 7 -> {
                if (!pods.isEmpty()) {
                    Pod victim = dice.oneOf(pods);
                    stage.cluster()
                            .delete(
                                    Pod.class,
                                    victim.getMetadata().getNamespace(),
                                    victim.getMetadata().getName());
                }
            }
            case 8 -> {
                if (!pods.isEmpty()) {
                    Pod victim = dice.oneOf(pods);
                    victim.getStatus().setPhase("Failed");
                    stage.cluster().put(victim);
                }
            }
            case 9 -> stage.kubelet();
            default -> {}
        }
        stage.settle();
        stage.pass(Duration.ofSeconds(dice.between(0, 2)));
    }

    /** However blind the controllers were, there is never a pod more than was ever asked for. */
    private static void withinBounds(Stage stage) {
        long active = stage.pods().stream().filter(Pods::isActive).count();
        assertThat(active).isLessThanOrEqualTo(6 + 2 + 6);
    }

    private static void isAsWanted(Stage stage) {
        Deployment web = stage.cluster().get(Deployment.class, "default", "web");
        int wanted = web.getSpec().getReplicas();
        String image = web.getSpec().getTemplate().getSpec().getContainers().get(0).getImage();
        List<Pod> active = stage.pods().stream().filter(Pods::isActive).toList();
        assertThat(active)
                .hasSize(wanted)
                .allSatisfy(
                        p ->
                                assertThat(p.getSpec().getContainers().get(0).getImage())
                                        .isEqualTo(image));
        assertThat(
                        web.getStatus().getAvailableReplicas() == null
                                ? 0
                                : web.getStatus().getAvailableReplicas())
                .isEqualTo(wanted);
        assertThat(web.getStatus().getObservedGeneration())
                .isEqualTo(web.getMetadata().getGeneration());
        long ready =
                stage.cluster().list(EndpointSlice.class, "default").stream()
                        .flatMap(s -> s.getEndpoints().stream())
                        .filter(e -> Boolean.TRUE.equals(e.getConditions().getReady()))
                        .count();
        assertThat(ready).isEqualTo(wanted);
        assertThat(stage.cluster().list(ReplicaSet.class, "default").size())
                .isLessThanOrEqualTo(web.getSpec().getRevisionHistoryLimit() + 1);
    }
}
