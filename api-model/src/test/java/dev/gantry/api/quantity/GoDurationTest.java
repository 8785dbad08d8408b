package dev.gantry.api.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0s, 0s",
        "1, 1ns, 1ns",
        "1500, 1.5us, 1.5µs",
        "20000000, 20ms, 20ms",
        "90000000000, 90s, 1m30s",
        "3600000000000, 1h, 1h0m0s",
        "-3661500000000, -1h1m1.5s, -1h1m1.5s",
    })
    void readsAndWritesAsGoDoes(long nanos, String text, String written) {
        assertThat(GoDuration.parse(text)).isEqualTo(nanos);
        assertThat(GoDuration.format(nanos)).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({"+1.s, 1000000000", "1μs, 1000", "-0, 0", "1h1h, 7200000000000"})
    void readsWhatGoReads(String text, long nanos) {
        assertThat(GoDuration.parse(text)).isEqualTo(nanos);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "1", "s", ".s", "1x", "1s2", "1.2.3s", "--1s", "1s "})
    void refusesWhatGoRefuses(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GoDuration.parse(text))
                .withMessage("time: invalid duration \"" + text + "\"");
    }
}
