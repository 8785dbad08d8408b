package dev.gantry.state.admission.kinds.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CronFormatTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "* * * * *",
                "*/5 0-6,22 1 jan-MAR sun",
                "0 0 1 1 *",
                "? ? ? ? ?",
                "@hourly",
                "@every 1h30m",
                "5/15 * * * *"
            })
    void fiveFieldsOrANameMakeASchedule(String text) {
        assertThat(CronFormat.problem(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "* * * * * *",
                "60 * * * *",
                "* 24 * * *",
                "* * 0 * *",
                "* * * 13 *",
                "* * * * 7",
                "5-1 * * * *",
                "*/0 * * * *",
                "a * * * *",
                "@fortnightly",
                "1-2-3 * * * *"
            })
    void anythingElseIsNoSchedule(String text) {
        assertThat(CronFormat.problem(text)).isNotEmpty();
    }
}
