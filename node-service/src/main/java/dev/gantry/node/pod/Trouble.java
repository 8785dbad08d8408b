package dev.gantry.node.pod;

import java.time.Duration;
import java.time.Instant;

/**
 * Why something could not be started, and when to try again.
 *
 * @param reason as it stands in a waiting state: {@code ErrImagePull}
 * @param since when it last failed
 * @param pause how long to wait after {@code since}
 */
record Trouble(String reason, String message, Instant since, Duration pause) {

    /** How long an image error is shown as such before it is shown as waiting to retry. */
    private static final Duration FRESH = Duration.ofSeconds(3);

    Instant retryAt() {
        return since.plus(pause);
    }

    boolean isImage() {
        return reason.equals("ErrImagePull")
                || reason.equals("ImageInspectError")
                || reason.equals("ErrImageNeverPull");
    }

    /** Whether it is by now a matter of waiting, as {@code ImagePullBackOff} says. */
    boolean backsOff(Instant now) {
        return reason.equals("ErrImagePull") && !now.isBefore(since.plus(FRESH));
    }

    Instant backsOffAt() {
        return since.plus(FRESH);
    }
}
