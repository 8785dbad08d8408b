package dev.gantry.controller.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.api.status.ApiError;
import dev.gantry.testkit.cluster.FakeCluster;
import dev.gantry.testkit.time.Eventually;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventRecorderTest {

    private final FakeCluster cluster = new FakeCluster();
    private final EventRecorder recorder =
            new EventRecorder(
                    cluster.client(),
                    "test-controller",
                    cluster.clock(),
                    new SimpleMeterRegistry());
    private final Pod pod =
            new PodBuilder()
                    .withNewMetadata()
                    .withNamespace("default")
                    .withName("p")
                    .withUid("u")
                    .endMetadata()
                    .build();

    @AfterEach
    void close() {
        recorder.close();
        cluster.close();
    }

    private List<Event> events(String namespace) {
        return cluster.list(Event.class, namespace);
    }

    @Test
    void eventSaysWhatHappenedToWhat() {
        recorder.normal(pod, "Created", "made it");
        Eventually.eventually(
                () ->
                        assertThat(events("default"))
                                .singleElement()
                                .satisfies(
                                        e -> {
                                            assertThat(e.getInvolvedObject().getKind())
                                                    .isEqualTo("Pod");
                                            assertThat(e.getInvolvedObject().getUid())
                                                    .isEqualTo("u");
                                            assertThat(e.getSource().getComponent())
                                                    .isEqualTo("test-controller");
                                            assertThat(e.getCount()).isEqualTo(1);
                                            assertThat(e.getMetadata().getName()).startsWith("p.");
                                        }));
    }

    @Test
    void sameEventAgainIsCounted() {
        recorder.warning(pod, "Failed", "no");
        Eventually.eventually(() -> assertThat(events("default")).hasSize(1));
        recorder.warning(pod, "Failed", "no");
        recorder.warning(pod, "Failed", "no");
        Eventually.eventually(
                () ->
                        assertThat(events("default"))
                                .singleElement()
                                .extracting(Event::getCount)
                                .isEqualTo(3));
    }

    @Test
    void eventsOfNodesAreInTheDefaultNamespace() {
        Node node = new NodeBuilder().withNewMetadata().withName("n").endMetadata().build();
        recorder.normal(node, "NodeReady", "ready");
        Eventually.eventually(() -> assertThat(events("default")).hasSize(1));
    }

    @Test
    void expiredEventBeginsAnew() {
        recorder.warning(pod, "Failed", "no");
        Eventually.eventually(() -> assertThat(events("default")).hasSize(1));
        cluster.delete(Event.class, "default", events("default").get(0).getMetadata().getName());
        recorder.warning(pod, "Failed", "no");
        Eventually.eventually(
                () ->
                        assertThat(events("default"))
                                .singleElement()
                                .extracting(Event::getCount)
                                .isEqualTo(1));
    }

    @Test
    void refusedForAWhileIsSentLater() {
        cluster.failNextWrite(ApiError.unavailable("away"));
        recorder.normal(pod, "Created", "made it");
        Eventually.eventually(() -> assertThat(events("default")).hasSize(1));
    }

    @Test
    void similarEventsAreCombinedAndFloodsAreDropped() {
        Correlator correlator = new Correlator(EventSettings.USUAL);
        int created = 0;
        int dropped = 0;
        String last = "";
        for (int i = 0; i < 40; i++) {
            Happening one =
                    new Happening(
                            EventRecorder.reference(pod),
                            "Warning",
                            "Failed",
                            "attempt " + i,
                            cluster.clock().instant());
            switch (correlator.judge(one, "default", "n" + i)) {
                case Correlator.Verdict.Create c -> {
                    created++;
                    last = c.happening().message();
                }
                case Correlator.Verdict.Count c -> last = c.happening().message();
                case Correlator.Verdict.Drop d -> dropped++;
            }
        }
        assertThat(created).isEqualTo(10);
        assertThat(dropped).isEqualTo(15);
        assertThat(last).startsWith("(combined from similar events): ");
        cluster.clock().advance(Duration.ofMinutes(5));
        assertThat(
                        correlator.judge(
                                new Happening(
                                        EventRecorder.reference(pod),
                                        "Warning",
                                        "Failed",
                                        "attempt 0",
                                        cluster.clock().instant()),
                                "default",
                                "x"))
                .isInstanceOf(Correlator.Verdict.Count.class);
    }
}
