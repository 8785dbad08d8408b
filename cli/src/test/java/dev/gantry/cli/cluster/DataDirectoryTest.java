package dev.gantry.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.cli.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir private Path folder;

    @Test
    void othersCannotReadPodsFilesOrLogs() throws IOException {
        DataDirectory data = new DataDirectory(folder.resolve("data")).prepare();
        for (String name : new String[] {"log", "node", "kafka"}) {
            Path directory = data.root().resolve(name);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void purgesAClustersDirectoryAndNoOther() throws IOException {
        DataDirectory data = new DataDirectory(folder.resolve("data")).prepare();
        Files.writeString(data.clusterId(), "0123abcd\n");
        assertThat(data.purge()).isTrue();
        assertThat(data.root()).doesNotExist();
        assertThat(data.purge()).isFalse();
        Path other = Files.createDirectory(folder.resolve("photos"));
        assertThatThrownBy(() -> new DataDirectory(other).purge()).isInstanceOf(Refusal.class);
        assertThat(other).exists();
    }

    @Test
    void onlyOneCommandAtATimeStartsOrStops() {
        DataDirectory data = new DataDirectory(folder.resolve("data"));
        try (UpLock lock = UpLock.take(data, "up")) {
            assertThatThrownBy(() -> UpLock.take(data, "down"))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("another gantry is at work");
        }
        UpLock.take(data, "down").close();
    }
}
