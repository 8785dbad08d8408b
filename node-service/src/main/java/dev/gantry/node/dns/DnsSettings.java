package dev.gantry.node.dns;

import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Cluster DNS. */
@ConfigurationProperties("gantry.node.dns")
record DnsSettings(
        /** The domain that cluster names end with. */
        @DefaultValue("cluster.local") @NotBlank String domain,
        /** How long a client may keep an answer. */
        @DefaultValue("5s") Duration ttl) {}
