package dev.gantry.node.pod;

import static dev.gantry.testkit.time.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.api.json.Json;
import dev.gantry.client.informer.Informer;
import dev.gantry.node.podnetwork.PodAddresses;
import dev.gantry.node.podnetwork.PodNetwork;
import dev.gantry.node.reference.AnyReferences;
import dev.gantry.node.reference.WatchedReferences;
import dev.gantry.node.runtime.ContainerRuntime;
import dev.gantry.node.runtime.ContainerState;
import dev.gantry.node.runtime.RuntimePod;
import dev.gantry.node.runtime.Streams;
import dev.gantry.node.runtime.docker.TestEngine;
import dev.gantry.node.statistics.NodeStatistics;
import dev.gantry.node.volume.FieldValues;
import dev.gantry.node.volume.HostDirectoryVolumes;
import dev.gantry.node.volume.Resolver;
import dev.gantry.testkit.cluster.FakeCluster;
import dev.gantry.testkit.host.Facility;
import dev.gantry.testkit.host.Needs;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.Service;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Pods of a cluster in memory on the real engine; leaves nothing behind. */
@Needs({Facility.ENGINE, Facility.BUSYBOX})
class DockerPodsIT {

    private static final String NODE = "node-1";
    private static final FieldValues.Here HERE =
            new FieldValues.Here("", "127.0.0.1", 2000, 8L << 30);

    private static TestEngine engine;

    @TempDir Path data;

    private final FakeCluster cluster = new FakeCluster();
    private final Queue<String> events = new ConcurrentLinkedQueue<>();
    private StatusWriter statuses;
    private NodePods pods;
    private ContainerRuntime.Subscription following;

    @BeforeAll
    static void connect() throws IOException {
        engine = TestEngine.start();
    }

    @AfterAll
    static void leaveNothingBehind() throws IOException {
        engine.close();
    }

    @BeforeEach
    void start() {
        statuses = new StatusWriter(cluster.client(), "it");
        PodNetwork network = engine.network();
        NodeContext.Facts facts = new NodeContext.Facts("127.0.0.1", "docker", 2000, 8L << 30, 200);
        WatchedReferences references =
                new WatchedReferences(
                        cluster.informers(),
                        cluster.client(),
                        cluster.informers().informer("services", Service.class));
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
                        facts,
                        engine.runtime(),
                        cluster.client(),
                        references,
                        new HostDirectoryVolumes(data, references, pod -> HERE, Clock.systemUTC()),
                        new PodAddresses(network.ofNode(0)),
                        new Resolver("10.96.0.10", "cluster.local", ""),
                        recorded,
                        statuses,
                        new Semaphore(4),
                        Clock.systemUTC());
        Informer<Pod> bound =
                cluster.informers()
                        .selected("pods", Pod.class, "", "spec.nodeName=" + NODE, "", Map.of());
        pods = new NodePods(context, bound::listen, () -> {});
        pods.start();
        following = engine.runtime().follow(pods.runtimeListener());
    }

    @AfterEach
    void stop() {
        cluster.list(Pod.class, "default")
                .forEach(p -> cluster.delete(Pod.class, "default", p.getMetadata().getName()));
        eventually(() -> assertThat(engine.runtime().pods(NODE)).isEmpty());
        following.close();
        pods.close();
        statuses.close();
        cluster.close();
    }

    private PodBuilder pod(String name, String script) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withNodeName(NODE)
                .withTerminationGracePeriodSeconds(2L)
                .addNewContainer()
                .withName("main")
                .withImage(engine.image())
                .withImagePullPolicy("IfNotPresent")
                .withCommand("/busybox", "sh", "-c", script)
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

    private void ready(String name) {
        eventually(() -> assertThat(condition(name)).isEqualTo("True"));
    }

    private String condition(String name) {
        return now(name).getStatus().getConditions().stream()
                .filter(c -> c.getType().equals("Ready"))
                .map(PodCondition::getStatus)
                .findFirst()
                .orElse("");
    }

    private String run(String name, String script) {
        RuntimePod found =
                engine.runtime().pods(NODE).stream()
                        .filter(p -> p.pod().name().equals(name))
                        .findFirst()
                        .orElseThrow();
        ContainerState state = found.latest("main").orElseThrow();
        return engine.runtime()
                .streams()
                .run(
                        state.id(),
                        List.of("/busybox", "sh", "-c", script),
                        Duration.ofSeconds(20),
                        10_000)
                .output();
    }

    @Test
    void aPodHasItsNameFilesVariablesAndMemory() {
        cluster.put(
                new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName("settings")
                        .endMetadata()
                        .withData(Map.of("color", "blue"))
                        .build());
        cluster.put(
                pod("web-1", "trap 'exit 0' TERM; while :; do /busybox sleep 0.1; done")
                        .editSpec()
                        .addNewVolume()
                        .withName("settings")
                        .withNewConfigMap()
                        .withName("settings")
                        .endConfigMap()
                        .endVolume()
                        .addNewVolume()
                        .withName("scratch")
                        .withNewEmptyDir()
                        .endEmptyDir()
                        .endVolume()
                        .editFirstContainer()
                        .addNewVolumeMount()
                        .withName("settings")
                        .withMountPath("/settings")
                        .endVolumeMount()
                        .addNewVolumeMount()
                        .withName("scratch")
                        .withMountPath("/scratch")
                        .endVolumeMount()
                        .addNewEnv()
                        .withName("NAME")
                        .withNewValueFrom()
                        .withNewFieldRef()
                        .withFieldPath("metadata.name")
                        .endFieldRef()
                        .endValueFrom()
                        .endEnv()
                        .endContainer()
                        .endSpec()
                        .build());
        ready("web-1");
        String said =
                run(
                        "web-1",
                        "/busybox hostname; echo $NAME; /busybox cat /settings/color; echo;"
                                + " /busybox touch /scratch/x && echo wrote;"
                                + " /busybox cat /etc/resolv.conf");
        assertThat(said)
                .startsWith("web-1\nweb-1\nblue\nwrote\n")
                .contains("search default.svc.cluster.local svc.cluster.local cluster.local")
                .contains("nameserver 10.96.0.10")
                .contains("options ndots:5");
        assertThat(run("web-1", "/busybox cat /etc/hosts"))
                .contains(now("web-1").getStatus().getPodIP() + "\tweb-1");
        assertThat(main("web-1").getContainerID()).startsWith("docker://");

        cluster.put(
                new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName("settings")
                        .endMetadata()
                        .withData(Map.of("color", "red"))
                        .build());
        eventually(() -> assertThat(run("web-1", "/busybox cat /settings/color")).isEqualTo("red"));
    }

    @Test
    void whatAPodUsesIsTold() {
        cluster.put(pod("busy", "while :; do :; done").build());
        ready("busy");
        NodeStatistics statistics =
                new NodeStatistics(
                        NODE,
                        2,
                        data,
                        engine.runtime(),
                        new HostDirectoryVolumes(
                                data, new AnyReferences(), p -> HERE, Clock.systemUTC()),
                        Clock.systemUTC(),
                        pods::views,
                        pods.probeCounts());
        eventually(
                () -> {
                    JsonNode summary = Json.parse(told(statistics, "/stats/summary"));
                    JsonNode told = summary.at("/pods/0");
                    assertThat(told.at("/podRef/name").asString()).isEqualTo("busy");
                    assertThat(told.at("/containers/0/cpu/usageNanoCores").asLong())
                            .isGreaterThan(1_000_000);
                    assertThat(told.at("/containers/0/memory/workingSetBytes").asLong())
                            .isPositive();
                    assertThat(told.at("/network/name").asString()).isNotEmpty();
                    assertThat(told.at("/containers/0/logs/capacityBytes").asLong()).isPositive();
                    assertThat(summary.at("/node/memory/availableBytes").asLong()).isPositive();
                });
        assertThat(text(statistics, "/metrics/resource"))
                .containsPattern(
                        "container_cpu_usage_seconds_total\\{container=\"main\","
                                + "namespace=\"default\",pod=\"busy\"} [0-9.]+ [0-9]+");
        assertThat(text(statistics, "/metrics/cadvisor"))
                .containsPattern("container_network_receive_bytes_total\\{container=\"POD\"")
                .containsPattern("container_memory_working_set_bytes\\{container=\"main\"");
        assertThat(text(statistics, "/metrics")).contains("kubelet_running_pods 1\n");
    }

    private static byte[] told(NodeStatistics statistics, String path) {
        return statistics.get(path).orElseThrow().body();
    }

    private static String text(NodeStatistics statistics, String path) {
        return new String(told(statistics, path), StandardCharsets.UTF_8);
    }

    @Test
    void readinessFollowsAnHttpProbeAndLivenessRestarts() {
        cluster.put(
                pod("probed", "/busybox mkdir -p /www && cd /www && exec /busybox httpd -f -p 8080")
                        .editSpec()
                        .editFirstContainer()
                        .withNewReadinessProbe()
                        .withNewHttpGet()
                        .withPath("/ok")
                        .withNewPort(8080)
                        .endHttpGet()
                        .withPeriodSeconds(1)
                        .endReadinessProbe()
                        .withNewLivenessProbe()
                        .withNewExec()
                        .withCommand("/busybox", "sh", "-c", "test ! -e /dead")
                        .endExec()
                        .withPeriodSeconds(1)
                        .withFailureThreshold(1)
                        .endLivenessProbe()
                        .endContainer()
                        .endSpec()
                        .build());
        eventually(() -> assertThat(main("probed").getStarted()).isTrue());
        assertThat(condition("probed")).isEqualTo("False");
        eventually(
                () ->
                        assertThat(events)
                                .contains(
                                        "Unhealthy Readiness probe failed: HTTP probe failed with"
                                                + " statuscode: 404"));
        run("probed", "echo fine > /www/ok");
        ready("probed");
        run("probed", "echo > /dead");
        eventually(
                () -> {
                    assertThat(main("probed").getRestartCount()).isEqualTo(1);
                    assertThat(events)
                            .contains(
                                    "Killing Container main failed liveness probe, will be"
                                            + " restarted");
                });
    }

    @Test
    void lastWordsExitCodesAndThePreviousLogAreKept() throws IOException {
        cluster.put(
                pod("fails", "echo a line; echo the reason > /dev/termination-log; exit 4")
                        .build());
        eventually(
                () -> {
                    assertThat(main("fails").getRestartCount()).isPositive();
                    assertThat(main("fails").getLastState().getTerminated().getExitCode())
                            .isEqualTo(4);
                    assertThat(main("fails").getLastState().getTerminated().getMessage())
                            .isEqualTo("the reason\n");
                });
        RuntimePod found = engine.runtime().pods(NODE).get(0);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        engine.runtime()
                .streams()
                .logs(found.named("main").get(0).id(), Streams.LogQuery.tail(-1), out);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("a line\n");
    }

    @Test
    void anImageThatCannotBeHadIsToldWithBackOff() {
        cluster.put(
                pod("noimage", "")
                        .editSpec()
                        .editFirstContainer()
                        .withImage("127.0.0.1:1/nothing:1")
                        .endContainer()
                        .endSpec()
                        .build());
        eventually(
                () ->
                        assertThat(main("noimage").getState().getWaiting())
                                .extracting(w -> w.getReason())
                                .isEqualTo("ErrImagePull"));
        eventually(
                () ->
                        assertThat(main("noimage").getState().getWaiting())
                                .extracting(w -> w.getReason())
                                .isEqualTo("ImagePullBackOff"));
        String told = "BackOff Back-off pulling image \"127.0.0.1:1/nothing:1\"";
        eventually(() -> assertThat(events).contains(told));
        assertThat(now("noimage").getStatus().getPhase()).isEqualTo("Pending");
    }

    @Test
    void aDeletionDoesNotWaitForAnImage() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            cluster.put(
                    pod("pulling", "")
                            .editSpec()
                            .editFirstContainer()
                            .withImage("127.0.0.1:" + silent.getLocalPort() + "/slow:1")
                            .endContainer()
                            .endSpec()
                            .build());
            eventually(() -> assertThat(events).anyMatch(e -> e.startsWith("Pulling")));
            cluster.delete(Pod.class, "default", "pulling");
            eventually(() -> assertThat(now("pulling")).isNull());
        }
    }

    @Test
    void hostDirectoriesAreSeenAndASlowPodIsKilledWhenItsTimeIsOver() throws IOException {
        Path host = Files.createDirectory(data.resolve("host"));
        cluster.put(
                pod(
                                "stubborn",
                                "trap '' TERM; echo hi > /host/file; while :; do /busybox sleep 1; done")
                        .editSpec()
                        .addNewVolume()
                        .withName("host")
                        .withNewHostPath()
                        .withPath(host.toString())
                        .endHostPath()
                        .endVolume()
                        .editFirstContainer()
                        .addNewVolumeMount()
                        .withName("host")
                        .withMountPath("/host")
                        .endVolumeMount()
                        .endContainer()
                        .endSpec()
                        .build());
        ready("stubborn");
        eventually(() -> assertThat(host.resolve("file")).hasContent("hi"));
        long began = System.nanoTime();
        cluster.delete(Pod.class, "default", "stubborn");
        eventually(() -> assertThat(now("stubborn")).isNull());
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isGreaterThan(Duration.ofMillis(1900));
        assertThat(host.resolve("file")).exists();
    }
}
