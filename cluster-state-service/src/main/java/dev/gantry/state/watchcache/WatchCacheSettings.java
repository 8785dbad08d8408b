package dev.gantry.state.watchcache;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Watch cache of the state service.
 *
 * @param window how long past changes stay available to a watch that resumes
 * @param changes bound on the past changes kept of one type; a reader further behind is ended
 * @param size bound on the bodies of the past changes kept of one type
 * @param backfill how many changes before its start a replica reads back, so that watches resume
 *     over its restart
 */
@ConfigurationProperties("gantry.state.watch-cache")
public record WatchCacheSettings(
        @DefaultValue("5m") Duration window,
        @DefaultValue("50000") int changes,
        @DefaultValue("32MB") DataSize size,
        @DefaultValue("20000") int backfill) {

    /** The defaults, for tests. */
    public static WatchCacheSettings defaults() {
        return new WatchCacheSettings(
                Duration.ofMinutes(5), 50_000, DataSize.ofMegabytes(32), 20_000);
    }

    public WatchCacheSettings {
        if (window.isNegative() || window.isZero() || changes < 1 || backfill < 0) {
            throw new IllegalArgumentException(
                    "gantry.state.watch-cache: expected a positive window, changes of at least 1"
                            + " and backfill of at least 0, found %s, %d and %d"
                                    .formatted(window, changes, backfill));
        }
    }
}
