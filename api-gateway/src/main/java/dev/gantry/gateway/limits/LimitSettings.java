package dev.gantry.gateway.limits;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Requests in flight at the gateway; more are answered 429 with Retry-After. */
@ConfigurationProperties("gantry.gateway.limits")
public record LimitSettings(
        /** Reads at once. */
        @DefaultValue("800") @Min(1) int reads,
        /** Writes at once. */
        @DefaultValue("400") @Min(1) int writes,
        /** Streams at once: watches, logs, exec, attach, port-forward. */
        @DefaultValue("15000") @Min(1) int streams) {}
