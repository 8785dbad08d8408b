package dev.gantry.node.pod;

import static dev.gantry.testkit.time.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.client.informer.Informer;
import dev.gantry.node.podnetwork.Ipv4Range;
import dev.gantry.node.podnetwork.PodAddresses;
import dev.gantry.node.reference.WatchedReferences;
import dev.gantry.node.runtime.ContainerRuntime;
import dev.gantry.node.runtime.PodRef;
import dev.gantry.node.runtime.RuntimePod;
import dev.gantry.node.runtime.SandboxSpec;
import dev.gantry.node.runtime.hollow.HollowRuntime;
import dev.gantry.node.volume.NoVolumes;
import dev.gantry.node.volume.Resolver;
import dev.gantry.testkit.cluster.FakeCluster;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.Service;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole of a node's pods over a cluster in memory and a runtime in memory. */
class NodePodsTest {

    private static final String NODE = "node-1";

    private final FakeCluster cluster = new FakeCluster();
    private final HollowRuntime runtime = new HollowRuntime(cluster.clock());
    private final Queue<String> events = new ConcurrentLinkedQueue<>();
    private final StatusWriter statuses = new StatusWriter(cluster.client(), "test");
    private final NodePods pods = pods();
    private ContainerRuntime.Subscription following = () -> {};

    private NodePods pods() {
        Informer<Pod> informer =
                cluster.informers()
                        .selected("pods", Pod.class, "", "spec.nodeName=" + NODE, "", Map.of());
        PodEvents recorded =
                new PodEvents() {
                    @Override
                    public void normal(Pod pod, String container, String reason, String message) {
                        events.add(reason + " " + message);
                    }

                    @Override
                    public void warning(Pod pod, String container, String reason, String message) {
                        events.add(reason + " " + message);
                    }
                };
        NodeContext context =
                new NodeContext(
                        NODE,
                        new NodeContext.Facts("127.0.0.1", "hollow", 4000, 8L << 30, 0),
                        runtime,
                        cluster.client(),
                        new WatchedReferences(
                                cluster.informers(),
                                cluster.client(),
                                cluster.informers().informer("services", Service.class)),
                        new NoVolumes(),
                        new PodAddresses(Ipv4Range.parse("10.244.1.0/24")),
                        new Resolver("10.96.0.10", "cluster.local", ""),
                        recorded,
                        statuses,
                        new Semaphore(4),
                        cluster.clock());
        return new NodePods(context, informer::listen, () -> {});
    }

    private void start() {
        pods.start();
        following = runtime.follow(pods.runtimeListener());
    }

    @AfterEach
    void close() {
        following.close();
        pods.close();
        statuses.close();
        cluster.close();
    }

    private static PodBuilder pod(String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withNodeName(NODE)
                .withTerminationGracePeriodSeconds(30L)
                .addNewContainer()
                .withName("main")
                .withImage("app:1")
                .endContainer()
                .endSpec()
                .withNewStatus()
                .withPhase("Pending")
                .endStatus();
    }

    private Pod now(String name) {
        return cluster.get(Pod.class, "default", name);
    }

    private ContainerStatus main(String name) {
        assertThat(now(name).getStatus().getContainerStatuses()).isNotEmpty();
        return now(name).getStatus().getContainerStatuses().get(0);
    }

    private void waits(String name, String reason) {
        assertThat(main(name).getState().getWaiting()).isNotNull();
        assertThat(main(name).getState().getWaiting().getReason()).isEqualTo(reason);
    }

    private static String condition(Pod pod, String type) {
        return pod.getStatus().getConditions().stream()
                .filter(c -> c.getType().equals(type))
                .map(PodCondition::getStatus)
                .findFirst()
                .orElse("");
    }

    private void runs(String name) {
        eventually(
                () -> {
                    assertThat(now(name).getStatus().getPhase()).isEqualTo("Running");
                    assertThat(condition(now(name), "Ready")).isEqualTo("True");
                });
    }

    @Test
    void aBoundPodComesToRunReadyWithAnAddressAndTellsOfIt() {
        start();
        cluster.put(pod("web").build());
        runs("web");
        Pod seen = now("web");
        assertThat(seen.getStatus().getPodIP()).startsWith("10.244.1.");
        assertThat(seen.getStatus().getHostIP()).isEqualTo("127.0.0.1");
        assertThat(main("web").getContainerID()).startsWith("hollow://");
        assertThat(main("web").getRestartCount()).isZero();
        assertThat(events)
                .containsExactly(
                        "Pulled Container image \"app:1\" already present on machine and can be"
                                + " accessed by the pod",
                        "Created Container created",
                        "Started Container started");
    }

    @Test
    void aDeletedPodStopsReportsItsEndAndIsRemovedFromTheApiByItsUid() {
        start();
        cluster.put(pod("web").build());
        runs("web");
        cluster.delete(Pod.class, "default", "web");
        eventually(
                () -> {
                    assertThat(now("web")).isNull();
                    assertThat(pods.size()).isZero();
                    assertThat(runtime.pods(NODE)).isEmpty();
                });
        assertThat(events).contains("Killing Stopping container main");
    }

    @Test
    void aContainerThatCrashesIsRestartedAtOnceThenWithGrowingPauses() {
        start();
        cluster.put(pod("web").build());
        runs("web");
        crash("web", 0);
        eventually(() -> assertThat(main("web").getRestartCount()).isEqualTo(1));
        runs("web");
        crash("web", 1);
        eventually(
                () -> {
                    waits("web", "CrashLoopBackOff");
                    assertThat(main("web").getState().getWaiting().getMessage())
                            .startsWith("back-off 10s restarting failed container=main pod=web_");
                    assertThat(main("web").getLastState().getTerminated().getExitCode())
                            .isEqualTo(3);
                });
        assertThat(now("web").getStatus().getPhase()).isEqualTo("Running");
        cluster.clock().advance(Duration.ofSeconds(11));
        wakeAll();
        eventually(() -> assertThat(main("web").getRestartCount()).isEqualTo(2));
        runs("web");
    }

    /** Virtual time moves without waking those who wait for it. */
    private void wakeAll() {
        pods.wakeAll();
    }

    private void crash(String name, int attempt) {
        runtime.exit(now(name).getMetadata().getUid() + ".main." + attempt, 3);
    }

    @Test
    void aPodThatRunsToTheEndSucceedsAndStays() {
        start();
        cluster.put(pod("job").editSpec().withRestartPolicy("Never").endSpec().build());
        runs("job");
        runtime.exit(now("job").getMetadata().getUid() + ".main.0", 0);
        eventually(
                () -> {
                    assertThat(now("job").getStatus().getPhase()).isEqualTo("Succeeded");
                    assertThat(main("job").getState().getTerminated().getReason())
                            .isEqualTo("Completed");
                    assertThat(condition(now("job"), "Ready")).isEqualTo("False");
                    assertThat(runtime.pods(NODE).get(0).sandboxes()).isEmpty();
                });
    }

    @Test
    void aMissingConfigMapIsToldAndTriedAgainWhenItAppears() {
        start();
        cluster.put(
                pod("web")
                        .editSpec()
                        .editFirstContainer()
                        .addNewEnvFrom()
                        .withNewConfigMapRef("settings", false)
                        .endEnvFrom()
                        .endContainer()
                        .endSpec()
                        .build());
        eventually(() -> waits("web", "CreateContainerConfigError"));
        assertThat(main("web").getState().getWaiting().getMessage())
                .isEqualTo("configmap \"settings\" not found");
        cluster.put(
                new io.fabric8.kubernetes.api.model.ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName("settings")
                        .endMetadata()
                        .withData(Map.of("A", "1"))
                        .build());
        runs("web");
    }

    @Test
    void whatRunsAlreadyIsTakenUpAndNothingIsStartedTwice() {
        Pod bound = cluster.put(pod("web").build());
        PodRef ref = new PodRef(NODE, "default", "web", bound.getMetadata().getUid());
        runtime.startSandbox(
                new SandboxSpec(ref, 0, "web", "10.244.1.7", false, false, false, Map.of()));
        start();
        runs("web");
        assertThat(now("web").getStatus().getPodIP()).isEqualTo("10.244.1.7");
        RuntimePod found = runtime.pods(NODE).get(0);
        assertThat(found.sandboxes()).hasSize(1);
        assertThat(found.containers()).hasSize(1);
    }

    @Test
    void whatNoObjectStandsForIsRemoved() {
        PodRef orphan = new PodRef(NODE, "default", "old", "no-such-uid");
        runtime.startSandbox(
                new SandboxSpec(orphan, 0, "old", "10.244.1.9", false, false, false, Map.of()));
        start();
        eventually(() -> assertThat(runtime.pods(NODE)).isEmpty());
        eventually(() -> assertThat(pods.size()).isZero());
    }

    @Test
    void aBrokenSandboxIsMadeAnewWithEverythingInIt() {
        start();
        cluster.put(pod("web").build());
        runs("web");
        String uid = now("web").getMetadata().getUid();
        runtime.breakSandbox(uid + ".0");
        eventually(
                () -> {
                    RuntimePod found = runtime.pods(NODE).get(0);
                    assertThat(found.sandboxes()).hasSize(1);
                    assertThat(found.sandbox().orElseThrow().attempt()).isEqualTo(1);
                    assertThat(found.latest("main").orElseThrow().running()).isTrue();
                    assertThat(main("web").getRestartCount()).isEqualTo(1);
                });
        runs("web");
    }

    @Test
    void sidecarsStartInOrderBeforeTheContainersAndStopAfterThem() {
        start();
        Pod spec =
                pod("web")
                        .editSpec()
                        .addNewInitContainer()
                        .withName("first")
                        .withImage("init:1")
                        .endInitContainer()
                        .addNewInitContainer()
                        .withName("proxy")
                        .withImage("proxy:1")
                        .withRestartPolicy("Always")
                        .endInitContainer()
                        .endSpec()
                        .build();
        cluster.put(spec);
        eventually(
                () ->
                        assertThat(now("web").getStatus().getInitContainerStatuses())
                                .isNotEmpty()
                                .first()
                                .extracting(c -> c.getState().getRunning())
                                .isNotNull());
        assertThat(now("web").getStatus().getPhase()).isEqualTo("Pending");
        String uid = now("web").getMetadata().getUid();
        runtime.exit(uid + ".first.0", 0);
        runs("web");
        cluster.delete(Pod.class, "default", "web");
        eventually(() -> assertThat(now("web")).isNull());
        List<String> killed = events.stream().filter(e -> e.startsWith("Killing")).toList();
        assertThat(killed)
                .containsExactly(
                        "Killing Stopping container main", "Killing Stopping container proxy");
    }
}
