package dev.gantry.runtime.metrics;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** What a service exports beside its own numbers. */
@ConfigurationProperties("gantry.metrics")
public record MetricsSettings(
        /** Whether this service exports the JVM's numbers; one of a JVM should. */
        @DefaultValue("true") boolean jvm) {}
