package dev.gantry.runtime.launch;

import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** What is the same for all services of a cluster. */
@ConfigurationProperties("gantry")
public record ClusterSettings(
        /** Where the cluster keeps its files. */
        @DefaultValue(".gantry") Path dataDir,
        /** Tells this cluster's containers, networks and rules from others'; 8 hex digits. */
        @DefaultValue("00000000") @Pattern(regexp = "[0-9a-f]{8}") String clusterId) {}
