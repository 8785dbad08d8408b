package dev.gantry.state.request.read;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Watches of the state service.
 *
 * @param limit how many may be open at a time; more are refused with 429
 * @param minimumTimeout shortest life of a watch that sets no timeoutSeconds; the life is drawn
 *     between this and twice this
 * @param bookmarkEvery how often a watch that allows bookmarks is told the revision it has reached
 * @param serviceBookmarkEvery the same for services and nodes, whose copies are only as fresh as
 *     that when the change log is away
 */
@ConfigurationProperties("gantry.state.watch")
public record WatchSettings(
        @DefaultValue("20000") int limit,
        @DefaultValue("30m") Duration minimumTimeout,
        @DefaultValue("1m") Duration bookmarkEvery,
        @DefaultValue("2s") Duration serviceBookmarkEvery) {}
