package dev.gantry.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Write the document anew with {@code -Dgantry.docs.write=true}. */
class ConfigurationDocumentTest {

    @Test
    void theDocumentSaysWhatTheRecordsSay() throws IOException {
        Path home = Path.of("").toAbsolutePath().getParent();
        Path file = home.resolve("docs/configuration.md");
        String current = ConfigurationDocument.of(home);
        if (Boolean.getBoolean("gantry.docs.write")) {
            Files.writeString(file, current);
        }
        assertThat(file).hasContent(current);
    }

    @Test
    void everySettingIsExplained() throws IOException {
        Path home = Path.of("").toAbsolutePath().getParent();
        assertThat(ConfigurationDocument.of(home).lines())
                .contains("## gantry.tls")
                .filteredOn(line -> line.startsWith("| `gantry."))
                .hasSizeGreaterThan(40)
                .allMatch(line -> !line.endsWith("|  |"));
    }
}
