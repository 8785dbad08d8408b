package dev.gantry.api.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
