package dev.gantry.backends.kafka;

import java.time.Duration;

/**
 * How the broker runs.
 *
 * @param port of the clients' listener on 127.0.0.1; 0 takes any free one
 * @param maxRecordBytes largest record; requests and fetches are bounded accordingly
 * @param retention how long a record stays; deletion is by whole segments
 * @param retentionBytes most that a partition keeps
 * @param segmentBytes size of a segment file
 * @param startTimeout how long a start may take
 */
public record KafkaSettings(
        int port,
        int maxRecordBytes,
        Duration retention,
        long retentionBytes,
        int segmentBytes,
        Duration startTimeout) {

    public static final KafkaSettings USUAL =
            new KafkaSettings(
                    0, 2 << 20, Duration.ofHours(1), 256L << 20, 32 << 20, Duration.ofSeconds(60));

    public KafkaSettings {
        if (maxRecordBytes < 1 << 20 || segmentBytes < maxRecordBytes) {
            throw new IllegalArgumentException(
                    "expected 1 MiB <= maxRecordBytes <= segmentBytes, found %d and %d"
                            .formatted(maxRecordBytes, segmentBytes));
        }
    }

    public KafkaSettings withPort(int fixed) {
        return new KafkaSettings(
                fixed, maxRecordBytes, retention, retentionBytes, segmentBytes, startTimeout);
    }
}
