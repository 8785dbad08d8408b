package dev.gantry.reconciler.nodelifecycle;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** When a node counts as silent, and how fast its pods are evicted. */
@ConfigurationProperties("gantry.reconciler.node-lifecycle")
public record NodeLifecycleSettings(
        /** How often nodes are looked at. */
        @DefaultValue("5s") Duration monitorPeriod,
        /** Silence after which a node's conditions become Unknown. */
        @DefaultValue("40s") Duration gracePeriod,
        /** The same for a node that has never been heard. */
        @DefaultValue("60s") Duration startupGracePeriod,
        /** Nodes per second whose pods may be evicted. */
        @DefaultValue("0.1") double evictionRate,
        /** The same where 55 % or more of a zone of more than 50 nodes are not ready. */
        @DefaultValue("0.01") double secondaryEvictionRate) {

    public static final NodeLifecycleSettings USUAL =
            new NodeLifecycleSettings(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(40),
                    Duration.ofSeconds(60),
                    0.1,
                    0.01);
}
