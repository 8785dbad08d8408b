package dev.gantry.state.request;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Requests to the state service.
 *
 * @param maximumBody largest body that is accepted; larger ones are refused with 413
 * @param maximumReads how many reading requests are worked on at a time, watches apart
 * @param maximumWrites how many writing requests are worked on at a time
 * @param timeout how long a request may take that sets no {@code timeout} or a longer one, watches
 *     apart
 * @param freshness how long a read waits for the watch cache to show what is committed
 */
@ConfigurationProperties("gantry.state.requests")
public record RequestSettings(
        @DefaultValue("3MB") DataSize maximumBody,
        @DefaultValue("400") int maximumReads,
        @DefaultValue("800") int maximumWrites,
        @DefaultValue("60s") Duration timeout,
        @DefaultValue("10s") Duration freshness) {}
