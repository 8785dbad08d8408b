package dev.gantry.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.cli.Refusal;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FreeSpaceTest {

    private static final Path AT = Path.of("/srv/g");

    @Test
    void plentyIsNotWorthAWord() {
        assertThat(FreeSpace.complaint(5L << 30, AT, true)).isEmpty();
    }

    @Test
    void littleIsTold() {
        assertThat(FreeSpace.complaint(2_000_000_000L, AT, true))
                .contains("2.0 GB free at /srv/g; images and data want 4 GB");
    }

    @Test
    void tooLittleForANewClusterIsRefusedAndAnOldOneMayTry() {
        assertThatThrownBy(() -> FreeSpace.complaint(100_000_000L, AT, true))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("0.1 GB free at /srv/g")
                .hasMessageContaining("--data");
        assertThat(FreeSpace.complaint(100_000_000L, AT, false)).isPresent();
    }
}
