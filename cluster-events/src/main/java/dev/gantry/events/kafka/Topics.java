package dev.gantry.events.kafka;

import dev.gantry.events.Partitioning;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.springframework.kafka.config.TopicBuilder;

/**
 * Which partition of the log is which partition of which topic: the shared ones are those of {@code
 * PREFIX.changes}, Leases and Events have {@code PREFIX.leases} and {@code PREFIX.events}.
 */
final class Topics {

    private final KafkaChangeLogSettings settings;
    private final Partitioning partitioning;

    Topics(KafkaChangeLogSettings settings) {
        this.settings = settings;
        this.partitioning = settings.partitioning();
    }

    TopicPartition of(int partition) {
        if (partition == partitioning.leases()) {
            return new TopicPartition(leases(), 0);
        }
        if (partition == partitioning.events()) {
            return new TopicPartition(events(), 0);
        }
        return new TopicPartition(changes(), partition);
    }

    int partition(String topic, int number) {
        if (topic.equals(leases())) {
            return partitioning.leases();
        }
        return topic.equals(events()) ? partitioning.events() : number;
    }

    private String changes() {
        return settings.topicPrefix() + ".changes";
    }

    private String leases() {
        return settings.topicPrefix() + ".leases";
    }

    private String events() {
        return settings.topicPrefix() + ".events";
    }

    /**
     * Makes the topics that are missing.
     *
     * @throws IllegalStateException when Kafka cannot be reached in time, refuses, or has a topic
     *     with too few partitions
     */
    void ensure() {
        Map<String, Integer> wanted =
                Map.of(changes(), partitioning.shared(), leases(), 1, events(), 1);
        Map<String, Object> properties = new HashMap<>(settings.client());
        int millis = (int) settings.timeout().toMillis();
        properties.put("default.api.timeout.ms", millis);
        properties.put("request.timeout.ms", millis);
        properties.put("metric.reporters", "");
        try (Admin admin = Admin.create(properties)) {
            Map<String, KafkaFuture<TopicDescription>> found =
                    admin.describeTopics(wanted.keySet()).topicNameValues();
            List<NewTopic> missing =
                    wanted.entrySet().stream()
                            .filter(e -> missing(found.get(e.getKey()), e.getKey(), e.getValue()))
                            .map(e -> topic(e.getKey(), e.getValue()))
                            .toList();
            for (KafkaFuture<Void> made : admin.createTopics(missing).values().values()) {
                await(made);
            }
        }
    }

    private boolean missing(KafkaFuture<TopicDescription> found, String topic, int wanted) {
        TopicDescription description = await(found);
        if (description == null) {
            return true;
        }
        int partitions = description.partitions().size();
        if (partitions < wanted) {
            throw new IllegalStateException(
                    "topic %s: expected %d partitions, found %d"
                            .formatted(topic, wanted, partitions));
        }
        return false;
    }

    /** Null when the topic is missing, or was made by another in the meantime. */
    @org.jspecify.annotations.Nullable
    private <T> T await(KafkaFuture<T> future) {
        try {
            return future.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException
                    || e.getCause() instanceof TopicExistsException) {
                return null;
            }
            throw new IllegalStateException("Kafka refuses: " + e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("Kafka does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking Kafka", e);
        }
    }

    private NewTopic topic(String name, int partitions) {
        return TopicBuilder.name(name)
                .partitions(partitions)
                .replicas(settings.replicationFactor())
                .config("cleanup.policy", "delete")
                .config("retention.ms", Long.toString(settings.retention().toMillis()))
                .config("max.message.bytes", Integer.toString(settings.maxRecordBytes()))
                .build();
    }
}
