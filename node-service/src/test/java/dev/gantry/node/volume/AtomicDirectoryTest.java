package dev.gantry.node.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicDirectoryTest {

    @TempDir Path root;

    private void write(String stamp, Map<String, String> files) {
        FileSet set = new FileSet();
        files.forEach((k, v) -> set.put(k, v.getBytes(StandardCharsets.UTF_8), 0640));
        new AtomicDirectory(root.resolve("volume"), new Owner(null)).write(set, stamp);
    }

    private Path file(String name) {
        return root.resolve("volume").resolve(name);
    }

    @Test
    void anUpdateChangesAllFilesWithOneRename() throws IOException {
        write("1", Map.of("a", "1", "dir/b", "2"));
        assertThat(file("a")).hasContent("1");
        assertThat(file("dir/b")).hasContent("2");
        assertThat(Modes.get(file("a"))).isEqualTo(0640);
        Path before = Files.readSymbolicLink(file("..data"));
        write("2", Map.of("a", "3", "c", "4"));
        assertThat(file("a")).hasContent("3");
        assertThat(file("c")).hasContent("4");
        assertThat(Files.isSymbolicLink(file("dir"))).isFalse();
        assertThat(Files.readSymbolicLink(file("..data"))).isNotEqualTo(before);
        assertThat(file(before.toString())).doesNotExist();
    }

    @Test
    void nothingIsTouchedWhenNothingHasChanged() throws IOException {
        write("1", Map.of("a", "1"));
        write("2", Map.of("a", "1"));
        assertThat(Files.readSymbolicLink(file("..data"))).hasToString("..1");
    }

    @Test
    void aPathThatLeadsOutIsRefused() {
        assertThatThrownBy(() -> write("1", Map.of("../../x", "1")))
                .hasMessageContaining("leads out of the volume");
        assertThat(root.resolve("x")).doesNotExist();
    }
}
