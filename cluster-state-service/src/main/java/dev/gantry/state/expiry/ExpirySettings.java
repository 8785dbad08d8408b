package dev.gantry.state.expiry;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long Events are kept.
 *
 * @param life from the last time an Event was seen to its end
 * @param sweepEvery how often is looked for Events whose life is over
 */
@ConfigurationProperties("gantry.state.event-expiry")
public record ExpirySettings(
        @DefaultValue("1h") Duration life, @DefaultValue("30s") Duration sweepEvery) {}
