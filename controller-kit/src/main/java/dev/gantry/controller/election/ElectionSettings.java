package dev.gantry.controller.election;

import java.time.Duration;

/**
 * Which Lease elects, and how fast.
 *
 * @param identity who runs for it; unique per process
 * @param leaseDuration how long others leave an unrenewed Lease alone
 * @param renewDeadline how long the leader goes on without having renewed
 * @param retryPeriod time between two attempts to get or renew it
 */
public record ElectionSettings(
        String namespace,
        String lease,
        String identity,
        Duration leaseDuration,
        Duration renewDeadline,
        Duration retryPeriod) {

    public ElectionSettings {
        if (leaseDuration.compareTo(renewDeadline) <= 0) {
            throw new IllegalArgumentException(
                    "lease duration " + leaseDuration + " must exceed deadline " + renewDeadline);
        }
        if (renewDeadline.compareTo(retryPeriod) <= 0) {
            throw new IllegalArgumentException(
                    "renew deadline " + renewDeadline + " must exceed retry period " + retryPeriod);
        }
    }

    /** In {@code kube-system}, with Kubernetes' 15, 10 and 2 seconds. */
    public static ElectionSettings usual(String lease, String identity) {
        return new ElectionSettings(
                "kube-system",
                lease,
                identity,
                Duration.ofSeconds(15),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2));
    }
}
