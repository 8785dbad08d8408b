package dev.gantry.node.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatisticsTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir Path host;

    private void files(String directory, Map<String, String> texts) throws IOException {
        Path in = Files.createDirectories(host.resolve(directory));
        for (Map.Entry<String, String> text : texts.entrySet()) {
            Files.writeString(in.resolve(text.getKey()), text.getValue() + "\n");
        }
    }

    @Test
    void controlGroupsOfVersionOneAreRead() throws IOException {
        files("proc/42", Map.of("cgroup", "4:memory:/docker/c\n2:cpu,cpuacct:/docker/c\n0::/"));
        files(
                "cg/memory/docker/c",
                Map.of(
                        "memory.usage_in_bytes", "1000",
                        "memory.limit_in_bytes", "9223372036854771712",
                        "memory.stat", "cache 5\ntotal_rss 400\ntotal_inactive_file 100"));
        files(
                "cg/cpu/docker/c",
                Map.of(
                        "cpuacct.usage", "2000000000",
                        "cpu.cfs_quota_us", "-1",
                        "cpu.stat", "nr_periods 7\nnr_throttled 3\nthrottled_time 99"));
        String mounts =
                """
                31 23 0:28 / %1$s/cg/memory rw - cgroup cgroup rw,memory
                32 23 0:29 / %1$s/cg/cpu rw - cgroup cgroup rw,cpu,cpuacct
                33 23 0:30 / %1$s/cg/unified rw - cgroup2 cgroup2 rw
                """
                        .formatted(host);
        Usage usage = ControlGroups.of(host.resolve("proc"), mounts).usage(42).orElseThrow();
        assertThat(usage.cpuNanos()).isEqualTo(2_000_000_000L);
        assertThat(usage.workingSetBytes()).isEqualTo(900);
        assertThat(usage.rssBytes()).isEqualTo(400);
        assertThat(usage.limitBytes()).isZero();
        assertThat(usage.quotaMicros()).isZero();
        assertThat(usage.throttledPeriods()).isEqualTo(3);
    }

    @Test
    void controlGroupsOfVersionTwoAreRead() throws IOException {
        files("proc/42", Map.of("cgroup", "0::/docker/c"));
        files(
                "cg/docker/c",
                Map.of(
                        "cpu.stat", "usage_usec 1500\nnr_periods 2",
                        "cpu.max", "50000 100000",
                        "cpu.weight", "1",
                        "memory.current", "1000",
                        "memory.max", "4096",
                        "memory.stat", "anon 300\ninactive_file 200",
                        "io.stat",
                                "8:0 rbytes=10 wbytes=20 rios=1 wios=2\n8:16 rbytes=5 wbytes=0"));
        String mounts = "31 23 0:28 / %s/cg rw - cgroup2 cgroup2 rw".formatted(host);
        Usage usage = ControlGroups.of(host.resolve("proc"), mounts).usage(42).orElseThrow();
        assertThat(usage.cpuNanos()).isEqualTo(1_500_000);
        assertThat(usage.quotaMicros()).isEqualTo(50_000);
        assertThat(usage.shares()).isEqualTo(2);
        assertThat(usage.workingSetBytes()).isEqualTo(800);
        assertThat(usage.limitBytes()).isEqualTo(4096);
        assertThat(usage.blocks()).isEqualTo(new Usage.Blocks(15, 20, 1, 2));
    }

    @Test
    void aProcessThatIsGoneHasNoUsage() {
        assertThat(ControlGroups.of(host, "").usage(1)).isEmpty();
    }

    @Test
    void interfacesButTheLoopbackAreCounted() {
        String table =
                """
                Inter-|   Receive                            |  Transmit
                 face |bytes    packets errs drop fifo frame compressed multicast|bytes
                    lo:       1       1    0    0    0     0          0         0        1       1    0    0    0     0       0          0
                  eth0:    9396     117    1    2    0     0          0         0    24712      74    3    4    0     0       0          0
                """;
        assertThat(Traffic.parse(table))
                .containsExactly(new Traffic("eth0", 9396, 117, 1, 2, 24712, 74, 3, 4));
    }

    @Test
    void aRateIsTheAverageOfTheLastTenSecondsOrMore() {
        CpuRates rates = new CpuRates();
        long second = 1_000_000_000L;
        assertThat(rates.rate("c", START, START.plusSeconds(100), 10 * second))
                .isEqualTo(second / 10);
        assertThat(rates.rate("c", START, START.plusSeconds(110), 20 * second)).isEqualTo(second);
        assertThat(rates.rate("c", START, START.plusSeconds(115), 20 * second))
                .isEqualTo(2 * second / 3);
        rates.retain(Set.of());
        assertThat(rates.rate("c", START, START.plusSeconds(200), 20 * second))
                .isEqualTo(second / 10);
    }

    @Test
    void metricsAreWrittenAsPrometheusReadsThem() {
        Exposition out = new Exposition().family("a_total", "counter", "All a.");
        out.sample(Exposition.labels("name", "a \"b\"\\\n"), 1.5, START);
        assertThat(out.text())
                .isEqualTo(
                        """
                        # HELP a_total All a.
                        # TYPE a_total counter
                        a_total{name="a \\"b\\"\\\\\\n"} 1.5 1767225600000
                        """);
    }
}
