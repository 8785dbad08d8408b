package dev.gantry.gateway.usage;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** What nodes and pods use, as metrics.k8s.io tells it. */
@ConfigurationProperties("gantry.gateway.usage")
public record UsageSettings(
        /** How long a node's measurements are told again before it is asked anew. */
        @DefaultValue("10s") Duration freshFor,
        /** How long a node may take to tell; one that takes longer is left out. */
        @DefaultValue("5s") Duration within) {}
