package dev.gantry.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

/** What a command printed, both streams together, and how it ended. */
public record Output(String command, int code, String text) {

    public Output succeeded() {
        assertThat(code).as("%s printed: %s", command, text).isZero();
        return this;
    }

    public Output failed() {
        assertThat(code).as("%s printed: %s", command, text).isNotZero();
        return this;
    }
}
