package dev.gantry.node.runtime.docker;

import static dev.gantry.testkit.time.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.node.runtime.ContainerRuntime;
import dev.gantry.node.runtime.ContainerSpec;
import dev.gantry.node.runtime.ContainerState;
import dev.gantry.node.runtime.ContainerState.Phase;
import dev.gantry.node.runtime.MountSpec;
import dev.gantry.node.runtime.PodRef;
import dev.gantry.node.runtime.RuntimeListener;
import dev.gantry.node.runtime.RuntimePod;
import dev.gantry.node.runtime.SandboxSpec;
import dev.gantry.node.runtime.SandboxState;
import dev.gantry.node.runtime.Streams;
import dev.gantry.testkit.host.Facility;
import dev.gantry.testkit.host.Needs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The adapter against the real engine, under a cluster id of its own; leaves nothing behind. */
@Needs({Facility.ENGINE, Facility.BUSYBOX})
class DockerRuntimeIT {

    private static TestEngine engine;
    private static DockerRuntime runtime;

    @TempDir static Path directory;

    @BeforeAll
    static void connect() throws IOException {
        engine = TestEngine.start();
        runtime = engine.runtime();
    }

    @AfterAll
    static void leaveNothingBehind() throws IOException {
        engine.close();
    }

    private static PodRef pod(String name) {
        return new PodRef("node-1", "default", name, UUID.randomUUID().toString());
    }

    private static SandboxState sandbox(PodRef pod, int host) {
        return runtime.startSandbox(
                new SandboxSpec(
                        pod, 0, pod.name(), engine.address(host), false, false, false, Map.of()));
    }

    private static ContainerSpec shell(PodRef pod, SandboxState sandbox, String script) {
        return shell(pod, sandbox, 0, script, List.of());
    }

    private static ContainerSpec shell(
            PodRef pod, SandboxState sandbox, int attempt, String script, List<MountSpec> mounts) {
        return new ContainerSpec(
                pod,
                "main",
                attempt,
                sandbox.id(),
                sandbox.attempt(),
                engine.image(),
                "busybox:test",
                List.of("/busybox", "sh", "-c", script),
                List.of(),
                List.of("GREETING=hello"),
                "",
                mounts,
                new ContainerSpec.Limits(20, 50_000, 64L << 20, 100, 900),
                new ContainerSpec.Security(
                        "1000:1000",
                        List.of("2000"),
                        false,
                        true,
                        true,
                        false,
                        false,
                        false,
                        List.of(),
                        List.of("NET_RAW"),
                        List.of()),
                false,
                false,
                false,
                "");
    }

    private static ContainerState run(ContainerSpec spec) {
        return runtime.start(runtime.create(spec).id());
    }

    private static String logs(String id) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        runtime.streams().logs(id, Streams.LogQuery.tail(-1), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void containersShareTheSandboxAndSeeTheirOwnNameUserAndEnvironment() throws IOException {
        PodRef pod = pod("web-1");
        SandboxState sandbox = sandbox(pod, 20);
        assertThat(sandbox.running()).isTrue();
        assertThat(sandbox.address()).isEqualTo(engine.address(20));
        Path hosts = Files.writeString(directory.resolve("hosts"), "10.1.1.1 web-1\n");
        ContainerState state =
                run(
                        shell(
                                pod,
                                sandbox,
                                0,
                                "/busybox hostname; /busybox id -u; echo $GREETING; /busybox cat"
                                        + " /etc/hosts",
                                List.of(MountSpec.of(hosts, "/etc/hosts", true))));
        eventually(
                () ->
                        assertThat(runtime.inspect(state.id()).orElseThrow().reason())
                                .isEqualTo("Completed"));
        assertThat(logs(state.id())).isEqualTo("web-1\n1000\nhello\n10.1.1.1 web-1\n");
    }

    @Test
    void anythingFoundByLabelsComesBackAsThePodItIs() {
        PodRef pod = pod("found");
        SandboxState sandbox = sandbox(pod, 21);
        ContainerState state = run(shell(pod, sandbox, "exec /busybox sleep 1000"));
        RuntimePod found =
                runtime.pods("node-1").stream()
                        .filter(p -> p.pod().equals(pod))
                        .findFirst()
                        .orElseThrow();
        assertThat(found.sandbox()).contains(sandbox);
        assertThat(found.latest("main").map(ContainerState::id)).contains(state.id());
        assertThat(found.latest("main").orElseThrow().image()).isEqualTo("busybox:test");
        assertThat(runtime.pods("node-2")).isEmpty();
    }

    @Test
    void makingWhatExistsAnswersWithWhatIsThere() {
        PodRef pod = pod("twice");
        SandboxState sandbox = sandbox(pod, 22);
        assertThat(sandbox(pod, 22).id()).isEqualTo(sandbox.id());
        ContainerSpec spec = shell(pod, sandbox, "exec /busybox sleep 1000");
        ContainerState first = run(spec);
        assertThat(runtime.create(spec).id()).isEqualTo(first.id());
        assertThat(runtime.start(first.id()).phase()).isEqualTo(Phase.RUNNING);
    }

    @Test
    void exitCodeAndKillingAreTold() {
        PodRef pod = pod("exits");
        SandboxState sandbox = sandbox(pod, 23);
        String failing = run(shell(pod, sandbox, "exit 7")).id();
        eventually(
                () -> {
                    ContainerState ended = runtime.inspect(failing).orElseThrow();
                    assertThat(ended.exitCode()).isEqualTo(7);
                    assertThat(ended.reason()).isEqualTo("Error");
                    assertThat(ended.finishedAt()).isNotNull();
                });
        String stubborn =
                run(shell(
                                pod,
                                sandbox,
                                1,
                                "trap '' TERM; while :; do /busybox sleep 1; done",
                                List.of()))
                        .id();
        runtime.signalStop(stubborn);
        assertThat(runtime.inspect(stubborn).orElseThrow().running()).isTrue();
        runtime.kill(stubborn);
        eventually(
                () ->
                        assertThat(runtime.inspect(stubborn).orElseThrow().exitCode())
                                .isEqualTo(137));
        runtime.kill(stubborn);
        runtime.remove(stubborn);
        runtime.remove(stubborn);
        assertThat(runtime.inspect(stubborn)).isEmpty();
    }

    @Test
    void aCommandThatIsNotThereIsAContainerThatCannotRun() {
        PodRef pod = pod("cannot");
        SandboxState sandbox = sandbox(pod, 24);
        ContainerSpec spec = shell(pod, sandbox, "");
        ContainerSpec missing =
                new ContainerSpec(
                        pod,
                        "main",
                        0,
                        sandbox.id(),
                        0,
                        engine.image(),
                        "",
                        List.of("/nothing-here"),
                        List.of(),
                        List.of(),
                        "",
                        List.of(),
                        spec.limits(),
                        spec.security(),
                        false,
                        false,
                        false,
                        "");
        ContainerState state = run(missing);
        assertThat(state.phase()).isEqualTo(Phase.EXITED);
        assertThat(state.reason()).isEqualTo("ContainerCannotRun");
        assertThat(state.message()).contains("/nothing-here");
    }

    @Test
    void execRunsACommandWithItsInputHalfClosedAndItsExitCode() throws IOException {
        PodRef pod = pod("exec");
        SandboxState sandbox = sandbox(pod, 25);
        String id = run(shell(pod, sandbox, "exec /busybox sleep 1000")).id();
        Streams.ExecResult result =
                runtime.streams()
                        .run(
                                id,
                                List.of("/busybox", "sh", "-c", "echo out; exit 3"),
                                Duration.ofSeconds(20),
                                100);
        assertThat(result).isEqualTo(new Streams.ExecResult(3, "out\n", false));
        Streams.ExecResult late =
                runtime.streams()
                        .run(id, List.of("/busybox", "sleep", "30"), Duration.ofMillis(300), 100);
        assertThat(late.timedOut()).isTrue();

        try (Streams.Session session =
                runtime.streams()
                        .exec(
                                id,
                                new Streams.ExecSpec(
                                        List.of(
                                                "/busybox",
                                                "sh",
                                                "-c",
                                                "/busybox wc -c; echo err >&2"),
                                        true,
                                        true,
                                        true,
                                        false))) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            session.stdin().write("12345".getBytes(StandardCharsets.UTF_8));
            session.stdin().close();
            session.pump(
                    new Streams.Output() {
                        @Override
                        public void stdout(byte[] bytes, int offset, int length) {
                            out.write(bytes, offset, length);
                        }

                        @Override
                        public void stderr(byte[] bytes, int offset, int length) {
                            err.write(bytes, offset, length);
                        }
                    });
            assertThat(out.toString(StandardCharsets.UTF_8).strip()).isEqualTo("5");
            assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("err\n");
            assertThat(session.exitCode()).isZero();
        }
    }

    @Test
    void eventsTellOfStartAndEnd() {
        Queue<String> told = new ConcurrentLinkedQueue<>();
        PodRef pod = pod("events");
        try (ContainerRuntime.Subscription following =
                runtime.follow(
                        new RuntimeListener() {
                            @Override
                            public void connected() {
                                told.add("connected");
                            }

                            @Override
                            public void disconnected(String why) {
                                told.add("disconnected");
                            }

                            @Override
                            public void changed(PodRef of, String id, boolean sandbox) {
                                if (of.equals(pod)) {
                                    told.add(sandbox ? "sandbox" : "container");
                                }
                            }
                        })) {
            eventually(() -> assertThat(told).contains("connected"));
            SandboxState sandbox = sandbox(pod, 26);
            run(shell(pod, sandbox, "exit 0"));
            eventually(
                    () ->
                            assertThat(told)
                                    .containsSubsequence(
                                            "connected", "sandbox", "container", "container"));
        }
    }

    @Test
    void followedLogsEndWithTheContainer() throws IOException {
        PodRef pod = pod("logs");
        SandboxState sandbox = sandbox(pod, 27);
        String id = run(shell(pod, sandbox, "echo one; /busybox sleep 1; echo two >&2")).id();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        runtime.streams().logs(id, new Streams.LogQuery(true, false, -1, null, true, true), out);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("one\ntwo\n");
    }
}
