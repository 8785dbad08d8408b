package dev.gantry.node.probe;

/**
 * Counts a probe's outcomes against its thresholds. Immutable and pure.
 *
 * @param succeeded the verdict so far
 * @param decided whether a threshold was ever reached; before, the verdict is the initial one
 * @param run how many equal outcomes came last
 * @param lastSuccess whether those were successes
 */
record ProbeTally(boolean succeeded, boolean decided, int run, boolean lastSuccess) {

    /** A liveness probe starts out as succeeded, the others as failed. */
    static ProbeTally initially(boolean succeeded) {
        return new ProbeTally(succeeded, false, 0, false);
    }

    ProbeTally after(Outcome outcome, int successThreshold, int failureThreshold) {
        return switch (outcome) {
            case Outcome.Success s -> counted(true, successThreshold);
            case Outcome.Failure f -> counted(false, failureThreshold);
            case Outcome.Unknown u -> this;
        };
    }

    private ProbeTally counted(boolean success, int threshold) {
        int length = run > 0 && lastSuccess == success ? run + 1 : 1;
        boolean reached = length >= threshold;
        return new ProbeTally(
                reached ? success : succeeded,
                decided || reached,
                Math.min(length, Integer.MAX_VALUE - 1),
                success);
    }

    /** Whether the failure threshold has been reached and not left. */
    boolean failed() {
        return decided && !succeeded;
    }
}
