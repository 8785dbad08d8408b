package dev.gantry.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.client.trace.Steps;
import dev.gantry.controller.event.EventRecorder;
import dev.gantry.testkit.cluster.FakeCluster;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchedulerTest {

    private final FakeCluster cluster = new FakeCluster();
    private EventRecorder events;
    private Scheduler scheduler;

    @BeforeEach
    void start() {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        events =
                new EventRecorder(
                        cluster.client(), "default-scheduler", Clock.systemUTC(), metrics);
        scheduler =
                new Scheduler(
                        cluster.client(),
                        cluster.informers(),
                        events,
                        Clock.systemUTC(),
                        metrics,
                        Steps.NONE);
        cluster.informers().start();
        scheduler.start(0);
    }

    @AfterEach
    void stop() {
        scheduler.close();
        events.close();
        cluster.close();
    }

    @Test
    void bindsAPodAndSaysSo() {
        cluster.put(Given.node("n1", "4", "8Gi"));
        cluster.put(Given.pod("p", "1", "1Gi").build());
        eventually(() -> assertThat(pod("p").getSpec().getNodeName()).isEqualTo("n1"));
        eventually(
                () ->
                        assertThat(cluster.list(Event.class, "default"))
                                .extracting(Event::getReason, Event::getMessage)
                                .contains(
                                        org.assertj.core.groups.Tuple.tuple(
                                                "Scheduled",
                                                "Successfully assigned default/p to n1")));
    }

    @Test
    void saysWhyAPodFitsNowhereAndBindsItWhenANodeComes() {
        cluster.put(Given.node("small", "1", "1Gi"));
        cluster.put(Given.pod("p", "2", "1Gi").build());
        eventually(
                () ->
                        assertThat(conditions("p"))
                                .anySatisfy(
                                        c -> {
                                            assertThat(c.getType()).isEqualTo("PodScheduled");
                                            assertThat(c.getReason()).isEqualTo("Unschedulable");
                                            assertThat(c.getMessage())
                                                    .isEqualTo(
                                                            "0/1 nodes are available: 1 Insufficient"
                                                                    + " cpu. preemption: 0/1 nodes are"
                                                                    + " available: 1 Preemption is not"
                                                                    + " helpful for scheduling.");
                                        }));
        cluster.put(Given.node("large", "4", "8Gi"));
        eventually(() -> assertThat(pod("p").getSpec().getNodeName()).isEqualTo("large"));
    }

    @Test
    void triesAgainWhenABindingIsRefused() {
        cluster.put(Given.node("n1", "4", "8Gi"));
        cluster.failNextWrite(ApiError.unavailable("not now"));
        cluster.put(Given.pod("p", "1", "1Gi").build());
        eventually(() -> assertThat(pod("p").getSpec().getNodeName()).isEqualTo("n1"));
    }

    @Test
    void makesRoomForAMoreImportantPod() {
        cluster.put(Given.node("n1", "1", "1Gi"));
        cluster.put(Given.pod("cheap", "1", "1Gi").build());
        eventually(() -> assertThat(pod("cheap").getSpec().getNodeName()).isEqualTo("n1"));
        cluster.put(Given.pod("dear", "1", "1Gi").editSpec().withPriority(9).endSpec().build());
        eventually(() -> assertThat(gone("cheap")).isTrue());
        cluster.client()
                .delete(
                        Catalog.builtIn().require("pods"),
                        "default",
                        "cheap",
                        Json.object().put("gracePeriodSeconds", 0));
        eventually(() -> assertThat(pod("dear").getSpec().getNodeName()).isEqualTo("n1"));
    }

    private boolean gone(String name) {
        Pod pod = cluster.get(Pod.class, "default", name);
        return pod == null || pod.getMetadata().getDeletionTimestamp() != null;
    }

    private Pod pod(String name) {
        Pod pod = cluster.get(Pod.class, "default", name);
        assertThat(pod).isNotNull();
        return pod;
    }

    private List<PodCondition> conditions(String name) {
        return pod(name).getStatus().getConditions();
    }

    private static void eventually(org.awaitility.core.ThrowingRunnable check) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(check);
    }
}
