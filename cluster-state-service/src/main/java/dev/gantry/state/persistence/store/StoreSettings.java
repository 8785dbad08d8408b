package dev.gantry.state.persistence.store;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The store.
 *
 * @param queue how many groups may wait to be committed; more are refused with 503
 * @param batch how many groups are committed at once
 * @param batchSize bound on the bodies committed at once
 * @param commitTimeout how long a group may wait before it is refused, or its outcome be unknown
 * @param replay how long changes can be replayed to watches and to the change log
 * @param replayChanges bound on the number of changes that can be replayed
 * @param history how long the history of objects is kept
 * @param historyChanges bound on the number of changes kept
 * @param historySize bound on the disk that kept changes take; the oldest go first
 * @param unpublishedChanges how many changes are kept for a change log that is away; beyond them
 *     its readers list again when it is back
 * @param compactionInterval how often old changes are let go
 */
@ConfigurationProperties("gantry.state.store")
public record StoreSettings(
        @DefaultValue("4096") int queue,
        @DefaultValue("128") int batch,
        @DefaultValue("16MB") DataSize batchSize,
        @DefaultValue("10s") Duration commitTimeout,
        @DefaultValue("15m") Duration replay,
        @DefaultValue("500000") long replayChanges,
        @DefaultValue("24h") Duration history,
        @DefaultValue("2000000") long historyChanges,
        @DefaultValue("8GB") DataSize historySize,
        @DefaultValue("500000") long unpublishedChanges,
        @DefaultValue("1m") Duration compactionInterval) {

    public StoreSettings {
        if (queue < 1 || batch < 1 || history.compareTo(replay) < 0) {
            throw new IllegalArgumentException(
                    "gantry.state.store: expected queue and batch of at least 1 and a history no"
                            + " shorter than replay, found %d, %d, %s and %s"
                                    .formatted(queue, batch, history, replay));
        }
    }

    /** The defaults, for tests. */
    public static StoreSettings defaults() {
        return new StoreSettings(
                4096,
                128,
                DataSize.ofMegabytes(16),
                Duration.ofSeconds(10),
                Duration.ofMinutes(15),
                500_000,
                Duration.ofHours(24),
                2_000_000,
                DataSize.ofGigabytes(8),
                500_000,
                Duration.ofMinutes(1));
    }
}
