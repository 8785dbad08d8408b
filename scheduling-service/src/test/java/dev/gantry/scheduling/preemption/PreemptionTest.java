package dev.gantry.scheduling.preemption;

import static dev.gantry.scheduling.Given.info;
import static dev.gantry.scheduling.Given.node;
import static dev.gantry.scheduling.Given.on;
import static dev.gantry.scheduling.Given.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.scheduling.cluster.ClusterView;
import dev.gantry.scheduling.cluster.PodInfo;
import dev.gantry.scheduling.decision.Algorithm;
import dev.gantry.scheduling.decision.Placement;
import dev.gantry.scheduling.decision.Plugins;
import dev.gantry.scheduling.preemption.Preemption.Outcome;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.Test;

class PreemptionTest {

    private final Algorithm algorithm = new Algorithm(Plugins.standard());
    private final ClusterView cluster = new ClusterView();

    @Test
    void takesAsFewAndAsUnimportantPodsAsItCan() {
        cluster.nodeSeen(node("n1", "2", "4Gi"));
        cluster.nodeSeen(node("n2", "2", "4Gi"));
        cluster.podSeen(on("n1", priority(pod("important", "1", "1Gi"), 5)));
        cluster.podSeen(on("n1", priority(pod("cheap", "1", "1Gi"), 1)));
        cluster.podSeen(on("n2", priority(pod("dear", "2", "1Gi"), 7)));
        assertThat(find(priority(pod("p", "1", "1Gi"), 10)))
                .isInstanceOfSatisfying(
                        Outcome.Victims.class,
                        v -> {
                            assertThat(v.node()).isEqualTo("n1");
                            assertThat(v.victims())
                                    .extracting(PodInfo::name)
                                    .containsExactly("cheap");
                        });
    }

    @Test
    void saysWhyNothingHelps() {
        cluster.nodeSeen(node("n1", "2", "4Gi"));
        cluster.nodeSeen(node("small", "1", "4Gi"));
        cluster.podSeen(on("n1", priority(pod("equal", "2", "1Gi"), 10)));
        assertThat(find(priority(pod("p", "2", "1Gi"), 10)))
                .isEqualTo(
                        new Outcome.None(
                                "0/2 nodes are available: 1 No preemption victims found for incoming"
                                        + " pod, 1 Preemption is not helpful for scheduling."));
    }

    @Test
    void aPodThatMayNotPreemptDoesNot() {
        cluster.nodeSeen(node("n1", "2", "4Gi"));
        cluster.podSeen(on("n1", priority(pod("cheap", "2", "1Gi"), 1)));
        PodBuilder polite =
                priority(pod("p", "2", "1Gi"), 10)
                        .editSpec()
                        .withPreemptionPolicy("Never")
                        .endSpec();
        assertThat(find(polite))
                .isEqualTo(new Outcome.None("not eligible due to preemptionPolicy=Never."));
    }

    private static PodBuilder priority(PodBuilder pod, int priority) {
        return pod.editSpec().withPriority(priority).endSpec();
    }

    private Outcome find(PodBuilder pod) {
        PodInfo info = info(pod);
        Placement.Nowhere nowhere = (Placement.Nowhere) algorithm.decide(info, cluster, 0);
        return new Preemption(algorithm).find(info, cluster, nowhere);
    }
}
