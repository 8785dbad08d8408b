package dev.gantry.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.api.json.Json;
import dev.gantry.client.DoorStateClient;
import dev.gantry.client.StateClient;
import dev.gantry.client.door.HttpStateDoor;
import dev.gantry.client.door.StateDoor;
import dev.gantry.runtime.state.StateAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceLauncherTest {

    @TempDir Path data;

    private SampleCluster start(Map<String, String> properties) {
        return new SampleCluster(data, (request, reply) -> {}, properties);
    }

    @Test
    void settingsComeFromFlagsThenTheFileThenDefaults() throws Exception {
        Files.writeString(
                data.resolve("gantry.yml"),
                """
                gantry:
                  cluster-id: "00abcdef"
                  scheduling.sample: {max-tries: 7, names: [a, b]}
                  ingress.unknown-to-this-service: 1
                """);
        try (SampleCluster cluster = start(Map.of("gantry.scheduling.sample.max-tries", "9"))) {
            SampleSettings settings = cluster.service().bean(SampleSettings.class);
            assertThat(settings.maxTries()).isEqualTo(9);
            assertThat(settings.names()).containsExactly("a", "b");
            assertThat(cluster.service().bean(ClusterSettings.class).clusterId())
                    .isEqualTo("00abcdef");
        }
    }

    @Test
    void aSettingThatNobodyReadsRefusesTheStartAndNamesTheNearest() {
        assertThatThrownBy(() -> start(Map.of("gantry.scheduling.sample.max-trys", "9")))
                .isInstanceOf(UnknownSettingException.class)
                .hasMessage(
                        "there is no setting gantry.scheduling.sample.max-trys; the nearest one is"
                                + " gantry.scheduling.sample.max-tries");
    }

    @Test
    void aSettingOutOfRangeRefusesTheStart() {
        assertThatThrownBy(() -> start(Map.of("gantry.scheduling.sample.max-tries", "0")))
                .hasStackTraceContaining("maxTries")
                .hasStackTraceContaining("must be greater than or equal to 1");
    }

    @Test
    void thePortIsToldInTheEndpointsFile() throws Exception {
        try (SampleCluster cluster = start(Map.of())) {
            byte[] file = Files.readAllBytes(data.resolve("run/endpoints.json"));
            assertThat(Json.parse(file).path("scheduling-service").asInt())
                    .isEqualTo(cluster.service().port());
        }
    }

    @Test
    void serviceAndNodesSpeakThroughTheSameDoorInOneJvm() {
        StateDoor door = (request, reply) -> {};
        try (SampleCluster cluster = new SampleCluster(data, door, Map.of())) {
            StateAccess access = cluster.service().bean(StateAccess.class);
            assertThat(cluster.service().bean(StateDoor.class)).isSameAs(door);
            assertThat(cluster.service().bean(StateClient.class)).isSameAs(access.asService());
            assertThat(access.asNode("node-1"))
                    .isInstanceOf(DoorStateClient.class)
                    .isSameAs(access.asNode("node-1"));
        }
    }

    @Test
    void aProcessOfItsOwnReachesTheDoorOverHttp() {
        RunningService service =
                ServiceLauncher.of(ServiceName.SCHEDULING, SampleService.class)
                        .property("gantry.data-dir", data)
                        .property("gantry.state-door.url", "https://127.0.0.1:1")
                        .start();
        try (service) {
            assertThat(service.bean(StateDoor.class)).isInstanceOf(HttpStateDoor.class);
        }
    }

    @Test
    void withoutADoorTheStartSaysWhatIsMissing() {
        ServiceLauncher launcher =
                ServiceLauncher.of(ServiceName.SCHEDULING, SampleService.class)
                        .property("gantry.data-dir", data);
        assertThatThrownBy(launcher::start)
                .hasStackTraceContaining("gantry.state-door.url is not set");
    }
}
