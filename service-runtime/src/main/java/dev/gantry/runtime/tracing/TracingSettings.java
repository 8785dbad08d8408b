package dev.gantry.runtime.tracing;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Traces that this process keeps. */
@ConfigurationProperties("gantry.tracing")
public record TracingSettings(
        /** Whether steps are recorded at all. */
        @DefaultValue("true") boolean enabled,
        /** The last steps that are kept; about half a kilobyte each. */
        @DefaultValue("10000") @Min(1) int steps) {}
