package dev.gantry.state.serviceaddress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BandTest {

    private final Random random = new Random(1);

    @Test
    void drawsFromTheUpperPartWhileItHasAnything() {
        Band band = new Band(100, 50, 10);
        for (int i = 0; i < 500; i++) {
            assertThat(band.draw(random, n -> true)).isBetween(110L, 149L);
        }
    }

    @Test
    void givesEveryNumberOnceAndThenNothing() {
        Band band = new Band(100, 50, 10);
        Set<Long> taken = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            Long drawn = band.draw(random, n -> !taken.contains(n));
            assertThat(drawn).isNotNull();
            assertThat(taken.add(drawn)).isTrue();
            assertThat(drawn < 110).isEqualTo(i >= 40);
        }
        assertThat(band.draw(random, n -> !taken.contains(n))).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "10.96.0.0/16, 65534, 256",
        "10.96.0.0/24, 254, 16",
        "10.96.0.0/20, 4094, 256",
        "10.96.0.0/28, 14, 14",
    })
    void theReservedPartGrowsWithTheRange(String range, long size, long reserved) {
        Band band = AddressRange.of(range).band();
        assertThat(band.size()).isEqualTo(size);
        assertThat(band.reserved()).isEqualTo(reserved);
    }

    @Test
    void nodePortsKeepTheFirstEightySix() {
        Band band = PortRange.of("30000-32767").band();
        assertThat(band.first()).isEqualTo(30000);
        assertThat(band.size()).isEqualTo(2768);
        assertThat(band.reserved()).isEqualTo(86);
    }

    @Test
    void theFirstAndTheLastAddressAreNobodys() {
        AddressRange range = AddressRange.of("10.96.0.0/16");
        assertThat(range.contains("10.96.0.0")).isFalse();
        assertThat(range.contains("10.96.0.1")).isTrue();
        assertThat(range.contains("10.96.255.254")).isTrue();
        assertThat(range.contains("10.96.255.255")).isFalse();
        assertThat(range.contains("10.97.0.1")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"x", "10.96.0.0/31", "2001:db8::/64"})
    void anythingElseIsNoRange(String text) {
        assertThatThrownBy(() -> AddressRange.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }
}
