package dev.gantry.reconciler;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Which controllers run, how wide, and how their leader is elected. */
@ConfigurationProperties("gantry.reconciler")
public record ReconcilerSettings(
        /** Controllers to run: "*" for all, a name to add one, "-name" to leave one out. */
        @DefaultValue("*") List<String> controllers,
        /** Keys that each controller decides at the same time. */
        @DefaultValue("8") @Min(1) @Max(256) int workers,
        /** Keys that may wait for each controller. */
        @DefaultValue("500000") @Min(1000) int queueCapacity,
        /** Delay of a key after a first failure; it doubles with each further one. */
        @DefaultValue("5ms") Duration retryFirst,
        /** The longest such delay. */
        @DefaultValue("5m") Duration retryCap,
        /** How long an unrenewed lease of another replica is left alone. */
        @DefaultValue("15s") Duration leaseDuration,
        /** How long the leader goes on without having renewed its lease. */
        @DefaultValue("10s") Duration renewDeadline,
        /** Time between two attempts to get or renew the lease. */
        @DefaultValue("2s") Duration retryPeriod) {

    boolean runs(String controller) {
        return !controllers.contains("-" + controller)
                && (controllers.contains("*") || controllers.contains(controller));
    }
}
