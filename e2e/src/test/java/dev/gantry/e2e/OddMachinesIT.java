package dev.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.e2e.cluster.Circumstances;
import dev.gantry.e2e.cluster.Output;
import dev.gantry.e2e.cluster.Shell;
import dev.gantry.e2e.cluster.TestCluster;
import dev.gantry.e2e.cluster.TestImages;
import dev.gantry.testkit.host.Facility;
import dev.gantry.testkit.host.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Clusters of ordinary users, on little disk, without user namespaces, behind a proxy, without
 * IPv6. Each condition is really made, for the commands of the test alone.
 */
@Needs({Facility.PACKET_RULES, Facility.ENGINE, Facility.BUSYBOX})
class OddMachinesIT {

    private static final Duration SHORT = Duration.ofSeconds(60);
    private static final Path ELSEWHERE = Path.of("/var/lib/gantry");
    private static final Path ENGINE = Path.of("/var/run/docker.sock");
    private static final String NO_ENGINE = "gantry.node.engine-socket=/nonexistent.sock";

    private static final String POD_RANGE = "gantry.network.pod-cidr=10.228.0.0/16";
    private static final String SERVICE_RANGE = "gantry.network.service-cidr=10.227.0.0/16";

    private Path folder = Path.of("");

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory("gantry-odd");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void removeFolder() {
        sh("umount \"$1/small\" 2>/dev/null; rm -rf \"$1\"", folder.toString());
    }

    @Test
    void anOrdinaryUserWhoMayUseTheEngineRunsPods() throws IOException {
        TestImages.build();
        int group = (Integer) Files.getAttribute(ENGINE, "unix:gid");
        try (Gone cluster = cluster(nobody(group), ownedByNobody("home"))) {
            Output up = cluster.at.up("--no-install");
            assertThat(up.code()).as(up.text()).isZero();
            assertThat(up.text())
                    .contains("docker ")
                    .contains("you are not root: pods run, but Services and NodePorts are not");
            cluster.at
                    .kubectl("run", "pod", "--image=" + TestImages.FIRST, "--restart=Never")
                    .succeeded();
            cluster.at
                    .kubectl("wait", "pod/pod", "--for=condition=Ready", "--timeout=60s")
                    .succeeded();
            assertThat(cluster.at.gantry(SHORT, "doctor").text()).contains("you are not root");
        }
    }

    @Test
    void anOrdinaryUserWhoMayNotUseTheEngineOnLittleDiskIsToldBoth() {
        Path small = ownedByNobody("small");
        sh("mount -t tmpfs -o size=1200m,uid=65534,mode=755 tmpfs \"$1\"", small.toString());
        try (Gone cluster = cluster(nobody(65534), small.resolve("data"))) {
            Output up = cluster.at.up("--no-install");
            assertThat(up.code()).as(up.text()).isEqualTo(3);
            assertThat(up.text())
                    .contains(ENGINE + " is not writable for you: join the group docker")
                    .contains("1.3 GB free at " + small)
                    .contains("no node is Ready")
                    .doesNotContain("Exception");
            assertThat(cluster.at.gantry(SHORT, "doctor").text())
                    .contains("is not writable for you")
                    .containsPattern("note +disk +\\S+ GB free");
        }
        sh("mount -o remount,size=200m \"$1\"", small.toString());
        TestCluster tooSmall = new TestCluster(nobody(65534), small.resolve("data"));
        Output refused = tooSmall.up("--no-install");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.text()).contains("0.2 GB free").contains("a cluster needs 0.6 GB");
    }

    @Test
    void rootWithoutUserNamespacesBehindAProxyKeepsTheDatabaseElsewhere() throws IOException {
        Path stubs = stub("unshare", "echo unshare: Operation not permitted >&2; exit 1");
        Circumstances odd =
                Circumstances.usual()
                        .with("PATH", stubs + ":" + System.getenv("PATH"))
                        .with("HTTP_PROXY", "http://127.0.0.1:9")
                        .with("HTTPS_PROXY", "http://127.0.0.1:9")
                        .with("http_proxy", "http://127.0.0.1:9")
                        .with("https_proxy", "http://127.0.0.1:9");
        Path locked = Files.createDirectory(folder.resolve("locked"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rwx------"));
        Path data = locked.resolve("a-long-path-".repeat(15)).resolve("data");
        Set<Path> before = elsewhere();
        try (Gone cluster = cluster(odd, data, "--set", NO_ENGINE)) {
            Output up = cluster.at.up("--no-install");
            assertThat(up.code()).as(up.text()).isEqualTo(3);
            assertThat(up.text())
                    .contains("no container engine: none answers at /nonexistent.sock");
            Set<Path> made = elsewhere();
            made.removeAll(before);
            assertThat(made).hasSize(1);
            assertThat(owner(made.iterator().next())).isNotZero();
            cluster.at.kubectl("create", "configmap", "works").succeeded();
            assertThat(cluster.at.gantry(SHORT, "doctor").text())
                    .contains("its files are kept under /var/lib/gantry")
                    .containsPattern("note +proxy +.*HTTPS_PROXY");

            Path volume = Files.createDirectories(data.resolve("node/n/pods/p/volumes/m"));
            sh("mount -t tmpfs tmpfs \"$1\"", volume.toString());
            assertThat(cluster.at.process().destroyForcibly()).isTrue(); // the database lives on
            cluster.at.gantry(SHORT, "down").succeeded();
            assertThat(processesBelow(made.iterator().next())).isEmpty();
            assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain("volumes/m");
        }
        assertThat(elsewhere()).isEqualTo(before);
    }

    @Test
    void withoutIpv6EverythingSpeaks127001() {
        String network = "gantry-odd-" + ProcessHandle.current().pid();
        sh("ip netns add \"$1\"", network);
        try {
            String setUp = "ip link set lo up; echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6";
            sh("ip netns exec \"$1\" sh -c '" + setUp + "'", network);
            Circumstances inside = Circumstances.usual().inNetwork(network);
            try (Gone cluster = cluster(inside, folder.resolve("data"), "--set", NO_ENGINE)) {
                Output up = cluster.at.up("--no-install");
                assertThat(up.code()).as(up.text()).isEqualTo(3);
                cluster.at.kubectl("create", "configmap", "works").succeeded();
                assertThat(cluster.at.gantry(SHORT, "status").text()).contains("https://127.0.0.1");
            }
        } finally {
            sh("ip netns delete \"$1\"", network);
        }
    }

    /** A cluster that is gone after the test, with everything of it. */
    private record Gone(TestCluster at) implements AutoCloseable {
        @Override
        public void close() {
            Output down = at.gantry(SHORT, "down", "--purge");
            assertThat(down.code()).as(down.text()).isZero();
            assertThat(down.text()).doesNotContain("packet rules");
            assertThat(at.data()).doesNotExist();
        }
    }

    private static Gone cluster(Circumstances circumstances, Path data, String... flags) {
        Stream<String> own = Stream.of("--set", POD_RANGE, "--set", SERVICE_RANGE);
        String[] all = Stream.concat(own, Stream.of(flags)).toArray(String[]::new);
        return new Gone(new TestCluster(circumstances, data, all));
    }

    private Circumstances nobody(int group) {
        return Circumstances.usual().asNobody(group, folder);
    }

    private Path ownedByNobody(String name) {
        Path path = folder.resolve(name);
        sh("mkdir -p \"$1\"; chown 65534:65534 \"$1\"", path.toString());
        return name.equals("home") ? path.resolve("data") : path;
    }

    private Path stub(String program, String script) throws IOException {
        Path stubs = Files.createDirectories(folder.resolve("stubs"));
        Path file = Files.writeString(stubs.resolve(program), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return stubs;
    }

    private static Set<Path> elsewhere() throws IOException {
        if (!Files.isDirectory(ELSEWHERE)) {
            return new TreeSet<>();
        }
        try (Stream<Path> entries = Files.list(ELSEWHERE)) {
            return entries.filter(p -> p.getFileName().toString().matches("[0-9a-f]{8}"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static int owner(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid");
    }

    private static List<Long> processesBelow(Path directory) {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> worksBelow(pid, directory))
                .toList();
    }

    private static boolean worksBelow(long pid, Path directory) {
        try {
            return Path.of("/proc/" + pid + "/cwd").toRealPath().startsWith(directory);
        } catch (IOException ended) {
            return false;
        }
    }

    private static void sh(String script, String argument) {
        Shell.run(Path.of("/"), Map.of(), SHORT, List.of("sh", "-c", script, "sh", argument))
                .succeeded();
    }
}
