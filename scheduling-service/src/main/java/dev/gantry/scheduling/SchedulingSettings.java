package dev.gantry.scheduling;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The scheduler; one replica of several acts. */
@ConfigurationProperties("gantry.scheduling")
record SchedulingSettings(
        /** How long others leave an unrenewed Lease alone. */
        @DefaultValue("15s") Duration leaseDuration,
        /** How long the leader goes on without having renewed its Lease. */
        @DefaultValue("10s") Duration renewDeadline,
        /** Time between two attempts to get or renew the Lease. */
        @DefaultValue("2s") Duration retryPeriod) {}
