package dev.gantry.state.customresource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VersionOrderTest {

    @Test
    void stableComesBeforeBetaAndAlphaEachFromTheHighest() {
        List<String> ordered =
                List.of(
                        "v10",
                        "v2",
                        "v1",
                        "v11beta2",
                        "v10beta3",
                        "v3beta1",
                        "v12alpha1",
                        "v11alpha2",
                        "foo1",
                        "foo10");
        long seed = System.nanoTime();
        List<String> shuffled = new ArrayList<>(ordered);
        Collections.shuffle(shuffled, new Random(seed));
        shuffled.sort(VersionOrder.BEST_FIRST);
        assertThat(shuffled).as("seed " + seed).isEqualTo(ordered);
    }
}
