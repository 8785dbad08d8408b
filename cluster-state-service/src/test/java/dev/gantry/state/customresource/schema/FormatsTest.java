package dev.gantry.state.customresource.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatsTest {

    @ParameterizedTest
    @CsvSource({
        "date-time, 2026-01-02T03:04:05Z, true",
        "date-time, 2026-01-02T03:04:05.5+02:00, true",
        "date-time, yesterday, false",
        "date, 2026-02-29, false",
        "date, 2024-02-29, true",
        "duration, 1h30m, true",
        "duration, 3 days, true",
        "duration, x, false",
        "ipv4, 10.0.0.256, false",
        "ipv4, 10.0.0.25, true",
        "ipv6, ::1, true",
        "ipv6, 10.0.0.1, false",
        "cidr, 10.0.0.0/8, true",
        "byte, YQ==, true",
        "byte, YQ=, false",
        "uuid, 123e4567-e89b-12d3-a456-426614174000, true",
        "hostname, a..b, false",
        "email, a@b, true",
        "weird, anything, true"
    })
    void aTextHasItsFormatOrNot(String format, String text, boolean fits) {
        assertThat(Formats.fits(format, text)).isEqualTo(fits);
    }
}
