package dev.gantry.node.probe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProbeTallyTest {

    private static final Outcome FAILURE = new Outcome.Failure("no");

    private static ProbeTally run(ProbeTally tally, String outcomes, int success, int failure) {
        ProbeTally now = tally;
        for (char c : outcomes.toCharArray()) {
            Outcome outcome =
                    switch (c) {
                        case '+' -> Outcome.SUCCESS;
                        case '-' -> FAILURE;
                        default -> new Outcome.Unknown("?");
                    };
            now = now.after(outcome, success, failure);
        }
        return now;
    }

    @Test
    void aVerdictChangesOnlyAfterAsManyEqualOutcomesAsItsThreshold() {
        ProbeTally readiness = ProbeTally.initially(false);
        assertThat(run(readiness, "+", 2, 3).succeeded()).isFalse();
        assertThat(run(readiness, "++", 2, 3).succeeded()).isTrue();
        assertThat(run(readiness, "++--", 2, 3).succeeded()).isTrue();
        assertThat(run(readiness, "++---", 2, 3).succeeded()).isFalse();
        assertThat(run(readiness, "++--+--", 2, 3).succeeded()).isTrue();
    }

    @Test
    void aLivenessProbeIsFineUntilItHasFailedOften() {
        ProbeTally liveness = ProbeTally.initially(true);
        assertThat(liveness.failed()).isFalse();
        assertThat(run(liveness, "--", 1, 3).failed()).isFalse();
        assertThat(run(liveness, "---", 1, 3).failed()).isTrue();
    }

    @Test
    void aReadinessProbeThatHasNotSucceededYetHasNotFailedEither() {
        assertThat(ProbeTally.initially(false).failed()).isFalse();
    }

    @Test
    void anAttemptThatCouldNotBeMadeCountsAsNothing() {
        assertThat(run(ProbeTally.initially(true), "-?-?-", 1, 3).failed()).isTrue();
        assertThat(run(ProbeTally.initially(true), "????", 1, 3).failed()).isFalse();
    }
}
