package dev.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.e2e.cluster.Archive;
import dev.gantry.e2e.cluster.Circumstances;
import dev.gantry.e2e.cluster.Output;
import dev.gantry.e2e.cluster.TestCluster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A data directory of an earlier build starts under this one, with everything that was in it. */
class UpgradeIT {

    private static final Duration SHORT = Duration.ofSeconds(60);

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = "data-2026-11-25")
    void anEarlierBuildsDataStartsKeepsItsObjectsAndGoesOn(String frozen) throws IOException {
        Path data = folder.resolve("data");
        Archive.unpack(resource(frozen + ".tar.xz"), data);
        TestCluster cluster =
                new TestCluster(
                        Circumstances.usual(),
                        data,
                        "--no-install",
                        "--hollow-nodes=2",
                        "--set=gantry.node.engine-socket=/nonexistent.sock",
                        "--set=gantry.network.pod-cidr=10.230.0.0/16",
                        "--set=gantry.network.service-cidr=10.229.0.0/16");
        try {
            Output up = cluster.up();
            assertThat(up.code()).as(up.text()).isZero();
            assertThat(objects(cluster)).containsAll(lines(resource(frozen + ".uids")));
            assertThat(get(cluster, "secret/kept", "{.data.word}")).isEqualTo("c3dvcmRmaXNo");
            assertThat(get(cluster, "widget/kept", "{.spec.size}", "-n", "archive")).isEqualTo("3");

            cluster.kubectl("set", "env", "deployment/web", "TITLE=Thawed").succeeded();
            cluster.kubectl("rollout", "status", "deployment/web", "--timeout=60s").succeeded();
            cluster.kubectl("rollout", "undo", "deployment/web").succeeded();
            cluster.kubectl("rollout", "status", "deployment/web", "--timeout=60s").succeeded();
        } finally {
            cluster.gantry(SHORT, "down").succeeded();
        }
    }

    private static List<String> objects(TestCluster cluster) {
        String columns =
                "custom-columns=K:.kind,NS:.metadata.namespace,N:.metadata.name,U:.metadata.uid";
        String kinds = "deploy,rs,pods,secrets,cm,svc,widgets,cronjobs";
        return cluster.kubectl("get", kinds, "-A", "--no-headers", "-o", columns)
                .succeeded()
                .text()
                .lines()
                .map(line -> String.join(" ", line.trim().split(" +")))
                .toList();
    }

    private static String get(TestCluster cluster, String what, String path, String... more) {
        List<String> words = new ArrayList<>(List.of("get", what, "-o"));
        words.add("jsonpath=" + path);
        words.addAll(List.of(more));
        return cluster.kubectl(words.toArray(String[]::new)).succeeded().text();
    }

    private static InputStream resource(String name) {
        InputStream found = UpgradeIT.class.getResourceAsStream("upgrade/" + name);
        assertThat(found).as(name).isNotNull();
        return found;
    }

    private static List<String> lines(InputStream text) throws IOException {
        try (text) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
