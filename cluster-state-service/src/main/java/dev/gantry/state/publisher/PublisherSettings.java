package dev.gantry.state.publisher;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The publisher of changes.
 *
 * @param progress how often every partition is told how far the store is
 * @param quiet how long no change comes before readers are told that a burst is over
 * @param gather under load, when an append told many changes, how long the next ones gather
 * @param retry pause after the change log failed, doubled up to 5 s
 * @param standby how often a replica that does not publish looks whether it should
 */
@ConfigurationProperties("gantry.state.publisher")
public record PublisherSettings(
        @DefaultValue("1s") Duration progress,
        @DefaultValue("20ms") Duration quiet,
        @DefaultValue("3ms") Duration gather,
        @DefaultValue("100ms") Duration retry,
        @DefaultValue("1s") Duration standby) {

    /** The defaults, for tests. */
    public static PublisherSettings defaults() {
        return new PublisherSettings(
                Duration.ofSeconds(1),
                Duration.ofMillis(20),
                Duration.ofMillis(3),
                Duration.ofMillis(100),
                Duration.ofSeconds(1));
    }
}
