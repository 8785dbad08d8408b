package dev.gantry.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.cli.cluster.DataDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineSocketTest {

    private static final List<String> SET = List.of("gantry.node.engine-socket=/set.sock");
    private static final Map<String, String> OURS = Map.of("GANTRY_NODE_ENGINE_SOCKET", "/ours");
    private static final Map<String, String> DOCKER = Map.of("DOCKER_HOST", "unix:///their.sock");

    @Test
    void aSettingGoesOverAVariableAndThatOverTheUsualPlace() {
        assertThat(EngineSocket.of(SET, OURS).path()).isEqualTo(Path.of("/set.sock"));
        assertThat(EngineSocket.of(List.of(), OURS).path()).isEqualTo(Path.of("/ours"));
        assertThat(EngineSocket.of(List.of(), DOCKER).path()).isEqualTo(Path.of("/their.sock"));
        assertThat(EngineSocket.of(List.of(), Map.of()).usual()).isTrue();
    }

    @Test
    void anEngineOfAnotherMachineIsRefusedWithWhatToDo() {
        EngineSocket far = EngineSocket.of(List.of(), Map.of("DOCKER_HOST", "tcp://far:2375"));
        assertThat(far.refused()).contains("tcp://far:2375").contains("unset it");
    }

    @Test
    void theClustersOwnIsRememberedForLaterCommands(@TempDir Path folder) {
        DataDirectory data = new DataDirectory(folder.resolve("data")).prepare();
        assertThat(EngineSocket.remembered(data, DOCKER).path()).isEqualTo(Path.of("/their.sock"));
        EngineSocket.of(SET, Map.of()).remember(data);
        assertThat(EngineSocket.remembered(data, DOCKER).path()).isEqualTo(Path.of("/set.sock"));
    }
}
