package dev.gantry.events.kafka;

import dev.gantry.events.Partitioning;
import java.time.Duration;
import java.util.Map;

/**
 * How the log lies on Kafka.
 *
 * @param client address and credentials: {@code bootstrap.servers}, {@code security.protocol},
 *     {@code sasl.*}, {@code ssl.*}
 * @param topicPrefix several clusters may share a Kafka; by default {@code gantry}
 * @param partitioning must be the same in all processes of a cluster
 * @param replicationFactor of topics made here; -1 takes the broker's default
 * @param retention of topics made here
 * @param maxRecordBytes of topics made here, and the bound of requests
 * @param timeout of one append, and of finding the end of the log
 */
public record KafkaChangeLogSettings(
        Map<String, Object> client,
        String topicPrefix,
        Partitioning partitioning,
        int replicationFactor,
        Duration retention,
        int maxRecordBytes,
        Duration timeout) {

    /** The usual, for a connection. */
    public static KafkaChangeLogSettings of(Map<String, Object> client) {
        return new KafkaChangeLogSettings(
                client,
                "gantry",
                new Partitioning(6),
                -1,
                Duration.ofHours(1),
                2 << 20,
                Duration.ofSeconds(15));
    }

    public KafkaChangeLogSettings withTopicPrefix(String prefix) {
        return new KafkaChangeLogSettings(
                client,
                prefix,
                partitioning,
                replicationFactor,
                retention,
                maxRecordBytes,
                timeout);
    }

    public KafkaChangeLogSettings withTimeout(Duration other) {
        return new KafkaChangeLogSettings(
                client,
                topicPrefix,
                partitioning,
                replicationFactor,
                retention,
                maxRecordBytes,
                other);
    }
}
