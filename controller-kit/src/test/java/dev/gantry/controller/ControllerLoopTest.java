package dev.gantry.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.client.informer.Informer;
import dev.gantry.controller.Reconciler.ObjectName;
import dev.gantry.controller.queue.QueueSettings;
import dev.gantry.testkit.cluster.FakeCluster;
import dev.gantry.testkit.time.Eventually;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ControllerLoopTest {

    private static final ResourceType MAPS = Catalog.builtIn().require("configmaps");

    private final FakeCluster cluster = new FakeCluster();
    private final Informer<ConfigMap> maps =
            cluster.informers().informer("configmaps", ConfigMap.class);
    private final RememberingClient client = new RememberingClient(cluster.client());
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<ObjectName> seen = new CopyOnWriteArrayList<>();
    private ControllerLoop loop;

    @AfterEach
    void close() {
        loop.close();
        cluster.close();
    }

    private ControllerLoop loop(Function<ObjectName, Requeue> work) {
        LoopSettings settings =
                new LoopSettings(
                        2,
                        Duration.ofMillis(5),
                        new QueueSettings(1_000, Duration.ofMillis(1), Duration.ofMillis(20)));
        loop =
                new ControllerLoop(
                        new Reconciler() {
                            @Override
                            public String name() {
                                return "test";
                            }

                            @Override
                            public Requeue reconcile(ObjectName key) {
                                seen.add(key);
                                return work.apply(key);
                            }
                        },
                        settings,
                        meters);
        return loop.watch("configmaps", maps, Trigger.of(ControllerLoopTest::key));
    }

    private static List<ObjectName> key(ConfigMap map) {
        return List.of(
                new ObjectName(map.getMetadata().getNamespace(), map.getMetadata().getName()));
    }

    private void put(String name) {
        cluster.put(
                new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName(name)
                        .endMetadata()
                        .build());
    }

    @Test
    void startLooksAtWhatIsThereAndThenAtChanges() {
        put("a");
        loop(k -> Requeue.onChange()).start(0);
        Eventually.eventually(
                () -> assertThat(seen).containsExactly(new ObjectName("default", "a")));
        put("b");
        Eventually.eventually(() -> assertThat(seen).hasSize(2));
    }

    @Test
    void actsOnlyOnceTheInformersHaveReachedTheGivenRevision() {
        put("a");
        loop(k -> Requeue.onChange()).start(cluster.revision() + 1);
        assertThat(loop.active()).isFalse();
        put("b");
        Eventually.eventually(() -> assertThat(seen).hasSize(2));
    }

    @Test
    void keyIsDecidedAgainOnlyAfterItsOwnWriteWasSeen() {
        put("a");
        AtomicInteger writes = new AtomicInteger();
        loop(
                k -> {
                    if (writes.incrementAndGet() == 1) {
                        cluster.holdInformers();
                        client.patch(
                                MAPS,
                                "default",
                                "a",
                                "",
                                "application/merge-patch+json",
                                Json.object().set("data", Json.object().put("k", "v")));
                        return Requeue.after(Duration.ofMillis(1));
                    }
                    assertThat(maps.get("default", "a").getData()).containsKey("k");
                    return Requeue.onChange();
                });
        loop.start(0);
        Eventually.eventually(
                () ->
                        assertThat(
                                        meters.get("gantry.controller.reconciles")
                                                .tag("result", "unsettled")
                                                .counter()
                                                .count())
                                .isGreaterThan(2));
        assertThat(writes).hasValue(1);
        cluster.releaseInformers();
        Eventually.eventually(() -> assertThat(writes.get()).isGreaterThan(1));
    }

    @Test
    void failureIsTriedAgainAndCounted() {
        put("a");
        AtomicInteger calls = new AtomicInteger();
        loop(
                k -> {
                    switch (calls.incrementAndGet()) {
                        case 1 -> throw new IllegalStateException("a bug");
                        case 2 -> throw ApiError.unavailable("away").exception();
                        case 3 -> {
                            return Requeue.backOff("not yet");
                        }
                        default -> {
                            return Requeue.onChange();
                        }
                    }
                });
        loop.start(0);
        Eventually.eventually(() -> assertThat(calls.get()).isGreaterThanOrEqualTo(4));
        assertThat(
                        meters.get("gantry.controller.reconciles")
                                .tag("result", "error")
                                .counter()
                                .count())
                .isEqualTo(2);
    }

    @Test
    void stoppedLoopIgnoresChangesAndARestartLooksAtEverything() {
        loop(k -> Requeue.onChange()).start(0);
        Eventually.eventually(() -> assertThat(loop.active()).isTrue());
        loop.stop();
        put("a");
        assertThat(loop.waiting()).isZero();
        loop.start(0);
        Eventually.eventually(() -> assertThat(seen).hasSize(1));
    }
}
