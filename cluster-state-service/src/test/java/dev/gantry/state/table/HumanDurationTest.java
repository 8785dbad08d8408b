package dev.gantry.state.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanDurationTest {

    @ParameterizedTest
    @CsvSource({
        "PT-10S, <invalid>",
        "PT-1S, 0s",
        "PT0S, 0s",
        "PT119S, 119s",
        "PT2M, 2m",
        "PT2M1S, 2m1s",
        "PT9M59S, 9m59s",
        "PT10M30S, 10m",
        "PT2H59M, 179m",
        "PT3H, 3h",
        "PT3H5M, 3h5m",
        "PT8H30M, 8h",
        "PT47H, 47h",
        "P2D, 2d",
        "P7DT5H, 7d5h",
        "P8DT5H, 8d",
        "P729D, 729d",
        "P730D, 2y",
        "P731D, 2y1d",
        "P3000D, 8y"
    })
    void readsAsKubectlShowsIt(Duration duration, String text) {
        assertThat(HumanDuration.of(duration)).isEqualTo(text);
    }
}
