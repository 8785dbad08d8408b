package dev.gantry.cli.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.api.json.Json;
import dev.gantry.cli.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {

    @TempDir private Path folder;

    @Test
    void readsEveryDocumentAndFindsTheImageThatLiesBeside() throws IOException {
        Path file = folder.resolve("app.yaml");
        Files.writeString(
                file,
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: a}
                spec: {containers: [{name: c, image: "app:1"}, {name: d, image: "apple:1"}]}
                ---
                ---
                apiVersion: v1
                kind: ConfigMap
                """);
        Manifest manifest = Manifest.read(file);
        assertThat(manifest.documents()).hasSize(2);
        assertThat(manifest.imagesNamed("app")).containsExactly("app:1");
        assertThat(manifest.besides()).isEqualTo(folder.resolve("app"));
    }

    @Test
    void saysWhatIsWrongWithAFile() throws IOException {
        Path file = folder.resolve("bad.yaml");
        assertThatThrownBy(() -> Manifest.read(file))
                .isInstanceOf(Refusal.class)
                .hasMessage("no such file: " + file);
        Files.writeString(file, "kind: Pod\n");
        assertThatThrownBy(() -> Manifest.read(file)).hasMessageContaining("has no apiVersion");
        Files.writeString(file, "a: [b\n");
        assertThatThrownBy(() -> Manifest.read(file)).hasMessageContaining("cannot be read");
    }

    @Test
    void aWorkloadIsSettledWhenAllUpdatedReplicasAreAvailable() {
        String deployment =
                """
                {"kind":"Deployment","metadata":{"name":"web","generation":2},"spec":{"replicas":3},
                 "status":{"observedGeneration":2,"updatedReplicas":3,"availableReplicas":%d}}""";
        assertThat(workload(deployment.formatted(3)).settled()).isTrue();
        assertThat(workload(deployment.formatted(2)).settled()).isFalse();
        assertThat(
                        workload(
                                        deployment
                                                .formatted(3)
                                                .replace(
                                                        "observedGeneration\":2",
                                                        "observedGeneration\":1"))
                                .settled())
                .isFalse();
        assertThat(workload(deployment.formatted(2)).shown()).isEqualTo("web 2/3");
    }

    private static Workload workload(String json) {
        return Workload.of(Json.parse(json.getBytes(StandardCharsets.UTF_8)));
    }
}
