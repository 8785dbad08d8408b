package dev.gantry.api.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0m, 0",
        "00, 0",
        "+1, 1",
        "1000m, 1",
        "1500m, 1500m",
        "0.5, 500m",
        ".5, 500m",
        "1., 1",
        "1024Mi, 1Gi",
        "1025Mi, 1025Mi",
        "1.5Gi, 1536Mi",
        "1000, 1k",
        "1001, 1001",
        "2000k, 2M",
        "1e3, 1e3",
        "1E3, 1e3",
        "12e6, 12e6",
        "1E, 1E",
        "100n, 100n",
        "0.1n, 1n",
        "-1500m, -1500m",
        "0.001Ki, 1024m",
    })
    void hasOneText(String text, String canonical) {
        assertThat(Quantity.canonical(text)).isEqualTo(canonical);
        assertThat(Quantity.canonical(canonical)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "x", "1x", "1 ", " 1", "1Kii", "1KiB", "--1", "1.2.3", "1e", "1e++2", "Ki", "m",
                "1 m"
            })
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> Quantity.canonical(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("quantities must match the regular expression");
    }

    @Test
    void theShortWayAgreesWithTheLongOne() {
        Random random = new Random(7);
        String[] suffixes = {"", "m", "k", "M", "G", "Ki", "Mi", "Gi", "n", "u", "T", "Ti"};
        for (int i = 0; i < 20_000; i++) {
            String text =
                    random.nextInt(0, 1 << random.nextInt(1, 25))
                            + suffixes[random.nextInt(suffixes.length)];
            assertThat(Quantity.canonical(text))
                    .as(text)
                    .isEqualTo(Quantity.parse(text).toString());
        }
    }
}
