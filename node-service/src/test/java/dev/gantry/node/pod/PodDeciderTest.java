package dev.gantry.node.pod;

import static dev.gantry.node.pod.PodScenario.container;
import static dev.gantry.node.pod.PodScenario.pod;
import static dev.gantry.node.pod.PodScenario.sidecar;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.node.runtime.ContainerState;
import dev.gantry.testkit.property.Dice;
import dev.gantry.testkit.property.Property;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodDeciderTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private static PodScenario web() {
        return new PodScenario(pod("Always", container("web")).build());
    }

    private static ContainerStatus first(PodStatus status) {
        return status.getContainerStatuses().get(0);
    }

    @Test
    void allContainersStartOnceTheSandboxRuns() {
        PodScenario pod =
                new PodScenario(pod("Always", container("a"), container("b")).build()).settle();
        assertThat(pod.log()).containsExactly("start a 0", "start b 0");
        assertThat(pod.status().getPhase()).isEqualTo("Running");
        assertThat(pod.status().getPodIP()).isEqualTo("10.0.0.2");
    }

    @Test
    void initContainersRunOneAfterTheOtherEachToSuccess() {
        PodScenario pod =
                new PodScenario(
                                pod("Always", container("web"))
                                        .editSpec()
                                        .withInitContainers(container("one"), container("two"))
                                        .endSpec()
                                        .build())
                        .settle();
        assertThat(pod.log()).containsExactly("start one 0");
        assertThat(pod.status().getPhase()).isEqualTo("Pending");
        assertThat(first(pod.status()).getState().getWaiting().getReason())
                .isEqualTo("PodInitializing");
        pod.exit("one", 1).settle();
        assertThat(pod.log()).containsExactly("start one 1");
        pod.exit("one", 0).settle();
        assertThat(pod.log()).containsExactly("start two 0");
        pod.exit("two", 0).settle();
        assertThat(pod.log()).containsExactly("start web 0");
        assertThat(pod.status().getPhase()).isEqualTo("Running");
    }

    @Test
    void anInitContainerThatFailsEndsAPodThatNeverRestarts() {
        PodScenario pod =
                new PodScenario(
                                pod("Never", container("web"))
                                        .editSpec()
                                        .withInitContainers(container("one"))
                                        .endSpec()
                                        .build())
                        .settle()
                        .exit("one", 1)
                        .settle();
        assertThat(pod.log()).containsExactly("start one 0");
        assertThat(pod.status().getPhase()).isEqualTo("Failed");
    }

    @Test
    void aSidecarMustHaveStartedBeforeTheNextContainerStarts() {
        PodScenario pod =
                new PodScenario(
                        pod("Always", container("web"))
                                .editSpec()
                                .withInitContainers(sidecar("proxy"))
                                .endSpec()
                                .build());
        pod.settleUntil("proxy").probe("proxy", false, false, null).settle();
        assertThat(pod.log()).containsExactly("start proxy 0");
        pod.probe("proxy", true, true, null).settle();
        assertThat(pod.log()).containsExactly("start web 0");
    }

    @Test
    void restartsWaitLongerEachTimeAndForgetAfterTenQuietMinutes() {
        PodScenario pod = web().settle();
        long[] pauses = {0, 10, 20, 40, 80, 160, 300, 300};
        for (long pause : pauses) {
            pod.exit("web", 1).settle();
            if (pause > 0) {
                assertThat(first(pod.status()).getState().getWaiting().getReason())
                        .isEqualTo("CrashLoopBackOff");
                assertThat(pod.decide().recheckAt()).isEqualTo(pod.now().plusSeconds(pause));
                pod.after(Duration.ofSeconds(pause).minus(SECOND)).settle();
                assertThat(pod.runtime().latest("web").map(ContainerState::running))
                        .contains(false);
                pod.after(SECOND).settle();
            }
            assertThat(pod.runtime().latest("web").map(ContainerState::running)).contains(true);
        }
        pod.after(Duration.ofMinutes(11)).exit("web", 1).settle();
        assertThat(pod.runtime().latest("web").map(ContainerState::running)).contains(true);
        assertThat(first(pod.status()).getRestartCount()).isEqualTo(pauses.length + 1);
        assertThat(pod.runtime().named("web")).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void policiesDecideWhatComesAfterAnEnd() {
        record Row(String policy, int exit, String phase) {}
        List<Row> rows =
                List.of(
                        new Row("Always", 0, "Running"),
                        new Row("Always", 1, "Running"),
                        new Row("OnFailure", 0, "Succeeded"),
                        new Row("OnFailure", 1, "Running"),
                        new Row("Never", 0, "Succeeded"),
                        new Row("Never", 1, "Failed"));
        for (Row row : rows) {
            PodScenario pod =
                    new PodScenario(pod(row.policy(), container("web")).build())
                            .settle()
                            .exit("web", row.exit())
                            .settle();
            assertThat(pod.status().getPhase()).as(row.toString()).isEqualTo(row.phase());
        }
    }

    @Test
    void aFailedLivenessProbeStopsTheContainerAndItComesBack() {
        PodScenario pod = web().settle();
        pod.probe("web", true, true, "liveness").settle();
        assertThat(pod.log()).containsExactly("start web 0", "stop web");
        pod.exit("web", 143).settle();
        assertThat(pod.log()).containsExactly("start web 1");
    }

    @Test
    void aContainerThatIgnoresTheStopSignalIsKilledWhenItsGraceIsOver() {
        PodScenario pod = web().settle().deleting(30).settle();
        assertThat(pod.log()).containsExactly("start web 0", "stop web");
        assertThat(pod.decide().recheckAt()).isEqualTo(pod.now().plusSeconds(30));
        pod.after(Duration.ofSeconds(29)).settle();
        assertThat(pod.log()).isEmpty();
        pod.after(SECOND).settle();
        assertThat(pod.log()).containsExactly("kill web", "delete object");
        assertThat(pod.status().getPhase()).isEqualTo("Failed");
    }

    @Test
    void aShorterGraceCountsFromTheFirstSignal() {
        PodScenario pod = web().settle().deleting(30).settle().after(SECOND.multipliedBy(5));
        pod.deleting(3).settle();
        assertThat(pod.log())
                .containsExactly("start web 0", "stop web", "kill web", "delete object");
    }

    @Test
    void aPodThatIsGoneIsTakenDownToNothing() {
        PodScenario pod = web().settle().gone().settle().exit("web", 0).settle();
        assertThat(pod.runtime().isEmpty()).isTrue();
        assertThat(pod.forgotten()).isTrue();
        assertThat(pod.log()).doesNotContain("delete object");
    }

    @Test
    void aDeadSandboxIsMadeAnewAndInitContainersRunAgain() {
        PodScenario pod =
                new PodScenario(
                                pod("Always", container("web"))
                                        .editSpec()
                                        .withInitContainers(container("one"))
                                        .endSpec()
                                        .build())
                        .settle()
                        .exit("one", 0)
                        .settle();
        pod.log();
        pod.sandboxDies().settle();
        assertThat(pod.log()).containsExactly("kill web", "start one 1");
        pod.exit("one", 0).settle();
        assertThat(pod.log()).containsExactly("start web 1");
        assertThat(pod.runtime().sandboxes()).hasSize(1);
    }

    @Test
    void aDeadSandboxEndsAPodThatNeverRestarts() {
        PodScenario pod = new PodScenario(pod("Never", container("web")).build()).settle();
        pod.sandboxDies().settle();
        assertThat(pod.log()).containsExactly("start web 0", "kill web");
        assertThat(pod.status().getPhase()).isEqualTo("Failed");
    }

    @Test
    void theDeadlineEndsThePodWithItsReason() {
        PodScenario pod =
                new PodScenario(
                                pod("Always", container("web"))
                                        .editSpec()
                                        .withActiveDeadlineSeconds(60L)
                                        .endSpec()
                                        .editStatus()
                                        .withStartTime(PodScenario.START.toString())
                                        .endStatus()
                                        .build())
                        .settle();
        assertThat(pod.decide().recheckAt()).isEqualTo(PodScenario.START.plusSeconds(60));
        pod.after(Duration.ofSeconds(60)).settle().exit("web", 143).settle();
        assertThat(pod.status().getPhase()).isEqualTo("Failed");
        assertThat(pod.status().getReason()).isEqualTo("DeadlineExceeded");
    }

    @Test
    void anImageThatCannotBeHadIsShownAsSuchThenAsWaiting() {
        PodScenario pod = web();
        pod.settleUntilSandbox();
        pod.trouble("web", "ErrImagePull", Duration.ofSeconds(10)).settle();
        assertThat(first(pod.status()).getState().getWaiting().getReason())
                .isEqualTo("ErrImagePull");
        pod.after(SECOND.multipliedBy(4)).settle();
        assertThat(first(pod.status()).getState().getWaiting().getReason())
                .isEqualTo("ImagePullBackOff");
        assertThat(first(pod.status()).getState().getWaiting().getMessage())
                .isEqualTo("Back-off pulling image \"web:1\": ErrImagePull: why");
        assertThat(pod.log()).isEmpty();
        pod.after(SECOND.multipliedBy(6)).settle();
        assertThat(pod.log()).containsExactly("start web 0");
    }

    @Test
    void aPodDeletedBeforeItStartedIsReportedLostAndRemoved() {
        PodScenario pod = web().deleting(30).settle();
        assertThat(pod.log()).containsExactly("delete object");
        assertThat(first(pod.status()).getState().getTerminated().getReason())
                .isEqualTo("ContainerStatusUnknown");
        assertThat(pod.status().getPhase()).isEqualTo("Failed");
    }

    /** Random lives: nothing is ever left to do twice at one moment, and an end is an end. */
    @Property
    void anyLifeSettlesAndEndsWithNothingLeft(Dice dice) {
        PodScenario pod = random(dice);
        List<String> names =
                pod.seen().pod().getSpec().getContainers().stream().map(c -> c.getName()).toList();
        pod.settle();
        for (int step = 0; step < 20; step++) {
            List<ContainerState> running =
                    pod.runtime().containers().stream().filter(ContainerState::running).toList();
            switch (dice.between(0, 5)) {
                case 0, 1 -> {
                    if (!running.isEmpty()) {
                        pod.exit(dice.oneOf(running).name(), dice.oneOf(0, 0, 1, 137));
                    }
                }
                case 2 -> pod.after(Duration.ofSeconds(dice.between(1, 400)));
                case 3 -> {
                    if (pod.runtime().sandbox().isPresent() && dice.chance(30)) {
                        pod.sandboxDies();
                    }
                }
                case 4 -> {
                    if (!running.isEmpty()) {
                        pod.probe(
                                dice.oneOf(running).name(),
                                true,
                                dice.chance(50),
                                dice.chance(20) ? "liveness" : null);
                    }
                }
                default -> pod.after(SECOND);
            }
            pod.settle();
            assertThat(pod.decide().actions()).isEmpty();
            for (String name : names) {
                assertThat(pod.runtime().named(name).stream().filter(ContainerState::running))
                        .hasSizeLessThanOrEqualTo(1);
            }
            assertThat(pod.status()).isEqualTo(pod.status());
        }
        pod.deleting(30).settle().after(Duration.ofSeconds(31)).settle();
        pod.after(Duration.ofSeconds(31)).settle().after(Duration.ofSeconds(31)).settle();
        assertThat(pod.runtime().containers()).noneMatch(ContainerState::running);
        assertThat(pod.runtime().sandboxes()).isEmpty();
        assertThat(pod.log()).contains("delete object");
        assertThat(pod.status().getPhase()).isIn("Succeeded", "Failed");
        pod.gone().settle();
        assertThat(pod.runtime().isEmpty()).isTrue();
    }

    private static PodScenario random(Dice dice) {
        List<io.fabric8.kubernetes.api.model.Container> init = new ArrayList<>();
        for (int i = dice.between(0, 2); i > 0; i--) {
            init.add(dice.chance(50) ? sidecar("side-" + i) : container("init-" + i));
        }
        List<io.fabric8.kubernetes.api.model.Container> app = new ArrayList<>();
        for (int i = dice.between(1, 3); i > 0; i--) {
            app.add(container("app-" + i));
        }
        return new PodScenario(
                pod(
                                dice.oneOf("Always", "OnFailure", "Never"),
                                app.toArray(io.fabric8.kubernetes.api.model.Container[]::new))
                        .editSpec()
                        .withInitContainers(init)
                        .endSpec()
                        .build());
    }
}
