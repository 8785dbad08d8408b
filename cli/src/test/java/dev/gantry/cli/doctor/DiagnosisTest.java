package dev.gantry.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DiagnosisTest {

    private record Change(UnaryOperator<MachineFacts> how) {}

    static Stream<Arguments> machines() {
        return Stream.of(
                row("all well", f -> f, Finding.Level.OK, "engine", "docker 20.10, cgroup v1"),
                row(
                        "cgroup v2",
                        f ->
                                with(
                                        f, "20.10", "2", true, true, "/srv/g", true, 9L << 30,
                                        List.of(), true),
                        Finding.Level.OK,
                        "engine",
                        "docker 20.10, cgroup v2"),
                row(
                        "no engine",
                        f -> with(f, "", "", true, true, "/srv/g", true, 9L << 30, List.of(), true),
                        Finding.Level.NOTE,
                        "engine",
                        "install Docker (without one the API comes up and no pod runs)"),
                row(
                        "not root",
                        f ->
                                with(
                                        f, "20.10", "1", false, true, "/srv/g", true, 9L << 30,
                                        List.of(), true),
                        Finding.Level.NOTE,
                        "engine",
                        "docker 20.10, cgroup v1, you are not root: Services and NodePorts are not served"),
                row(
                        "unshare refused under /root",
                        f ->
                                with(
                                        f, "20.10", "1", true, false, "/root/g", false, 9L << 30,
                                        List.of(), true),
                        Finding.Level.NOTE,
                        "postgres",
                        "'unshare -U' is refused, and an unprivileged user cannot enter /root/g: its files"
                                + " are kept under /var/lib/gantry"),
                row(
                        "long path",
                        f ->
                                with(
                                        f,
                                        "20.10",
                                        "1",
                                        true,
                                        true,
                                        "/" + "x".repeat(90),
                                        true,
                                        9L << 30,
                                        List.of(),
                                        true),
                        Finding.Level.OK,
                        "postgres",
                        "long path: its Unix socket is off, 127.0.0.1 is used"),
                row(
                        "API port busy",
                        f ->
                                with(
                                        f,
                                        "20.10",
                                        "1",
                                        true,
                                        true,
                                        "/srv/g",
                                        true,
                                        9L << 30,
                                        List.of(6443),
                                        true),
                        Finding.Level.BAD,
                        "ports",
                        "6443 is in use: free it or choose --api-port"),
                row(
                        "ingress port busy",
                        f ->
                                with(
                                        f,
                                        "20.10",
                                        "1",
                                        true,
                                        true,
                                        "/srv/g",
                                        true,
                                        9L << 30,
                                        List.of(8080),
                                        true),
                        Finding.Level.NOTE,
                        "ports",
                        "8080 is in use: the ingress takes the next free one"),
                row(
                        "IPv6 off",
                        f ->
                                with(
                                        f, "20.10", "1", true, true, "/srv/g", true, 9L << 30,
                                        List.of(), false),
                        Finding.Level.OK,
                        "network",
                        "IPv6 is off; only 127.0.0.1 is used"),
                row(
                        "little disk",
                        f ->
                                with(
                                        f,
                                        "20.10",
                                        "1",
                                        true,
                                        true,
                                        "/srv/g",
                                        true,
                                        1_000_000_000L,
                                        List.of(),
                                        true),
                        Finding.Level.NOTE,
                        "disk",
                        "1.0 GB free at /srv/g; images and data want 4 GB"),
                row(
                        "a proxy in the environment",
                        f -> f,
                        Finding.Level.NOTE,
                        "proxy",
                        "https_proxy set; 127.0.0.1 is reached directly, the build uses Maven's own settings"),
                row(
                        "npm absent",
                        f -> f,
                        Finding.Level.NOTE,
                        "npm",
                        "not found; needed only to fetch kubectl where it is missing"));
    }

    private static Arguments row(
            String machine,
            UnaryOperator<MachineFacts> change,
            Finding.Level level,
            String what,
            String detail) {
        return Arguments.of(machine, new Change(change), new Finding(level, what, detail));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("machines")
    void saysWhatEachMachineHasOrLacks(String machine, Change change, Finding expected) {
        assertThat(Diagnosis.of(change.how().apply(WELL))).contains(expected);
    }

    private static final MachineFacts WELL =
            new MachineFacts(
                    "25.0.3",
                    "/usr/bin/mvn",
                    "20.10",
                    "install Docker",
                    "1",
                    true,
                    true,
                    true,
                    "/srv/g",
                    true,
                    9L << 30,
                    List.of(),
                    false,
                    true,
                    List.of("https_proxy"),
                    List.of("npm"));

    private static MachineFacts with(
            MachineFacts f,
            String engine,
            String cgroup,
            boolean root,
            boolean unshare,
            String path,
            boolean reachable,
            long free,
            List<Integer> busy,
            boolean ipv6) {
        return new MachineFacts(
                f.jdk(),
                f.maven(),
                engine,
                f.engineAdvice(),
                cgroup,
                root,
                unshare,
                f.canBecomeOther(),
                path,
                reachable,
                free,
                busy,
                f.clusterRuns(),
                ipv6,
                f.proxies(),
                f.missing());
    }
}
