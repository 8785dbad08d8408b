package dev.gantry.ingress;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The layer-7 entry. */
@ConfigurationProperties("gantry.ingress.entry")
public record IngressSettings(
        /** Address that it listens on. */
        @DefaultValue("127.0.0.1") @NotBlank String address,
        /** Port for HTTP; 0 takes any that is free. */
        @DefaultValue("8080") @Min(0) @Max(65535) int httpPort,
        /** Address written into the status of Ingresses. */
        @DefaultValue("127.0.0.1") @NotBlank String statusAddress,
        /** How long a backend may take to answer. */
        @DefaultValue("60s") Duration requestTimeout,
        /** Connections to one endpoint of a backend, per I/O thread. */
        @DefaultValue("64") @Min(1) int connectionsPerThread) {}
