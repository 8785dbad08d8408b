package dev.gantry.runtime.state;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The Kafka that carries the change log, for services in processes of their own. */
@ConfigurationProperties("gantry.kafka")
public record KafkaSettings(
        /** Brokers, host:port separated by commas; empty for no change log but watches. */
        @DefaultValue("") String bootstrapServers,
        /** User of the SASL mechanism PLAIN; empty for none. */
        @DefaultValue("") String user,
        /** File that holds the user's password. */
        @Nullable Path passwordFile,
        /** Begins the names of the topics. */
        @DefaultValue("gantry") String topicPrefix,
        /** Partitions of the change topic; the same in all services of a cluster. */
        @DefaultValue("6") int partitions,
        /** Copies of each partition of topics made here; -1 leaves it to the broker. */
        @DefaultValue("-1") int replicationFactor,
        /** How long topics made here keep a change. */
        @DefaultValue("1h") Duration retention,
        /**
         * More properties of Kafka's clients, such as security.protocol or ssl.truststore.location.
         */
        @DefaultValue Map<String, String> client) {}
