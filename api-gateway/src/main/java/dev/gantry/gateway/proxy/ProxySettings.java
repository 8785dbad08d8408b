package dev.gantry.gateway.proxy;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Streams to nodes and pods. */
@ConfigurationProperties("gantry.gateway.proxy")
public record ProxySettings(
        /** How long a node or pod may take to accept a connection. */
        @DefaultValue("5s") Duration connectTimeout,
        /** How long it may take to begin its answer. */
        @DefaultValue("60s") Duration replyTimeout,
        /** How long an exec, attach or port-forward may be silent. */
        @DefaultValue("4h") Duration idleTimeout,
        /** Such streams at once. */
        @DefaultValue("2000") @Min(1) int maxStreams) {}
