package dev.gantry.reconciler.replicaset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.api.status.ApiError;
import dev.gantry.reconciler.ownership.Owners;
import dev.gantry.reconciler.pods.DeletionOrder;
import dev.gantry.reconciler.pods.FreshNames;
import dev.gantry.reconciler.pods.Pods;
import dev.gantry.testkit.property.Dice;
import dev.gantry.testkit.property.Generator;
import dev.gantry.testkit.property.Property;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReplicaSetDeciderTest {

    private static final Instant NOW = Instant.parse("2026-01-01T01:00:00Z");

    private static ReplicaSet set(int replicas) {
        return new ReplicaSetBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("web")
                .withUid("set")
                .withGeneration(3L)
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withNewSelector()
                .addToMatchLabels("app", "web")
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", "web")
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    private static PodBuilder pod(String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .withUid(name)
                .withCreationTimestamp(NOW.minusSeconds(600).toString())
                .addToLabels("app", "web")
                .withOwnerReferences(Owners.reference(set(0)))
                .endMetadata()
                .withNewSpec()
                .withNodeName("n1")
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .withLastTransitionTime(NOW.minusSeconds(500).toString())
                .endCondition()
                .endStatus();
    }

    private static ReplicaSetObserved seen(ReplicaSet set, List<Pod> pods) {
        return new ReplicaSetObserved(set, pods, pods, new FreshNames("web-", "set", "salt"), NOW);
    }

    @Generator
    static ReplicaSetObserved anything(Dice dice) {
        List<Pod> pods = new ArrayList<>();
        for (int i = 0; i < dice.between(0, 8); i++) {
            PodBuilder pod = pod("p" + i);
            pod.editMetadata()
                    .withOwnerReferences(
                            dice.chance(80) ? List.of(Owners.reference(set(0))) : List.of())
                    .withDeletionTimestamp(dice.chance(15) ? NOW.toString() : null)
                    .addToLabels("app", dice.chance(85) ? "web" : "other")
                    .withCreationTimestamp(NOW.minusSeconds(dice.between(0, 10_000)).toString())
                    .endMetadata();
            pod.editSpec().withNodeName(dice.oneOf("", "n1", "n2")).endSpec();
            pod.editStatus()
                    .withPhase(dice.oneOf("Pending", "Running", "Running", "Failed", "Succeeded"))
                    .editFirstCondition()
                    .withStatus(dice.oneOf("True", "False"))
                    .endCondition()
                    .endStatus();
            pods.add(pod.build());
        }
        return seen(set(dice.between(0, 8)), pods);
    }

    /** What the cluster looks like when the decision was carried out. */
    private static ReplicaSetObserved applied(
            ReplicaSetObserved before, ReplicaSetDecider.Decision decision) {
        Set<String> deleted =
                decision.delete().stream()
                        .map(p -> p.getMetadata().getUid())
                        .collect(Collectors.toSet());
        List<Pod> pods = new ArrayList<>();
        for (Pod pod : before.candidates()) {
            PodBuilder after = new PodBuilder(pod);
            if (deleted.contains(pod.getMetadata().getUid())) {
                after.editMetadata().withDeletionTimestamp(NOW.toString()).endMetadata();
            }
            if (decision.adopt().contains(pod)) {
                after.editMetadata()
                        .withOwnerReferences(Owners.with(pod, before.owner()))
                        .endMetadata();
            }
            if (decision.release().contains(pod)) {
                after.editMetadata()
                        .withOwnerReferences(Owners.without(pod, before.owner()))
                        .endMetadata();
            }
            pods.add(after.build());
        }
        decision.create()
                .forEach(
                        p ->
                                pods.add(
                                        new PodBuilder(p)
                                                .editMetadata()
                                                .withUid(p.getMetadata().getName())
                                                .endMetadata()
                                                .build()));
        return seen(before.owner(), pods);
    }

    @Property
    void decidingAgainOnTheResultChangesNothing(ReplicaSetObserved seen) {
        ReplicaSetObserved after = applied(seen, ReplicaSetDecider.decide(seen));
        after = applied(after, ReplicaSetDecider.decide(after));
        assertThat(ReplicaSetDecider.decide(after).isEmpty()).isTrue();
        ReplicaSetStatus status = ReplicaSetDecider.status(after, null, true);
        assertThat(status.getReplicas()).isEqualTo(seen.owner().getSpec().getReplicas());
    }

    @Property
    void neverBothCreatesAndDeletesAndNeverMoreThanIsMissing(ReplicaSetObserved seen) {
        ReplicaSetDecider.Decision decision = ReplicaSetDecider.decide(seen);
        assertThat(decision.create().isEmpty() || decision.delete().isEmpty()).isTrue();
        long active = seen.candidates().stream().filter(Pods::isActive).count();
        assertThat(active + decision.create().size())
                .isLessThanOrEqualTo(
                        Math.max(active, seen.owner().getSpec().getReplicas() + active));
        assertThat(decision.create())
                .extracting(p -> p.getMetadata().getName())
                .doesNotHaveDuplicates();
    }

    @Property
    void sameObservationGivesTheSameDecision(ReplicaSetObserved seen) {
        assertThat(ReplicaSetDecider.decide(seen)).isEqualTo(ReplicaSetDecider.decide(seen));
    }

    @Test
    void retryAfterAnUnknownOutcomeUsesTheSameNames() {
        FreshNames first = new FreshNames("web-", "set", "a");
        assertThat(first.take(3, Set.of())).isEqualTo(first.take(3, Set.of()));
        assertThat(new HashSet<>(first.take(3, Set.of())))
                .doesNotContainAnyElementsOf(new FreshNames("web-", "set", "b").take(3, Set.of()));
        assertThat(first.take(500, Set.of())).doesNotHaveDuplicates();
    }

    @Test
    void failureIsACondition() {
        ApiError quota = ApiError.forbidden("", "pods", "web-1", "exceeded quota");
        ReplicaSetStatus status = ReplicaSetDecider.status(seen(set(1), List.of()), quota, true);
        assertThat(status.getConditions())
                .singleElement()
                .satisfies(
                        c -> {
                            assertThat(c.getType()).isEqualTo("ReplicaFailure");
                            assertThat(c.getReason()).isEqualTo("FailedCreate");
                            assertThat(c.getMessage()).contains("exceeded quota");
                        });
    }

    @Test
    void podCountsAsAvailableAfterItsMinReadySeconds() {
        ReplicaSet set = set(1);
        set.getSpec().setMinReadySeconds(600);
        ReplicaSetObserved seen = seen(set, List.of(pod("a").build()));
        assertThat(ReplicaSetDecider.status(seen, null, true).getReadyReplicas()).isEqualTo(1);
        assertThat(ReplicaSetDecider.status(seen, null, true).getAvailableReplicas()).isNull();
        assertThat(ReplicaSetDecider.recheckAfter(seen)).hasSeconds(100);
    }

    // ---- deletion order

    private static void goesFirst(PodBuilder first, PodBuilder second) {
        List<Pod> pods = List.of(second.build(), first.build());
        assertThat(DeletionOrder.first(1, pods, pods, NOW))
                .singleElement()
                .extracting(p -> p.getMetadata().getName())
                .isEqualTo(first.build().getMetadata().getName());
    }

    @Test
    void unassignedPodGoesFirst() {
        goesFirst(pod("z").editSpec().withNodeName(null).endSpec(), pod("a"));
    }

    @Test
    void pendingGoesBeforeRunning() {
        goesFirst(pod("z").editStatus().withPhase("Pending").endStatus(), pod("a"));
    }

    @Test
    void unreadyGoesBeforeReady() {
        goesFirst(
                pod("z").editStatus()
                        .editFirstCondition()
                        .withStatus("False")
                        .endCondition()
                        .endStatus(),
                pod("a"));
    }

    @Test
    void lowerDeletionCostGoesFirst() {
        goesFirst(
                pod("z").editMetadata()
                        .addToAnnotations("controller.kubernetes.io/pod-deletion-cost", "-5")
                        .endMetadata(),
                pod("a"));
    }

    @Test
    void podOnTheFullerNodeGoesFirst() {
        List<Pod> pods =
                List.of(
                        pod("a").editSpec().withNodeName("n2").endSpec().build(),
                        pod("b").build(),
                        pod("c").build());
        assertThat(DeletionOrder.first(1, pods, pods, NOW))
                .singleElement()
                .extracting(p -> p.getSpec().getNodeName())
                .isEqualTo("n1");
    }

    @Test
    void readyForAShorterTimeGoesFirst() {
        goesFirst(
                pod("z").editStatus()
                        .editFirstCondition()
                        .withLastTransitionTime(NOW.minusSeconds(10).toString())
                        .endCondition()
                        .endStatus(),
                pod("a"));
    }

    @Test
    void moreRestartsGoFirst() {
        goesFirst(
                pod("z").editStatus()
                        .addNewContainerStatus()
                        .withRestartCount(7)
                        .endContainerStatus()
                        .endStatus(),
                pod("a"));
    }

    @Test
    void youngerGoesFirst() {
        goesFirst(
                pod("z").editMetadata()
                        .withCreationTimestamp(NOW.minusSeconds(5).toString())
                        .endMetadata(),
                pod("a"));
    }
}
