package dev.gantry.events.kafka;

import dev.gantry.events.ChangeLog;
import dev.gantry.events.ChangeRecord;
import java.util.List;
import java.util.Set;

/**
 * The change log on Kafka. Making it costs nothing: topics are made and connections opened when
 * something is first appended or read. Safe for concurrent use.
 */
public final class KafkaChangeLog implements ChangeLog {

    private final KafkaChangeLogSettings settings;
    private final Appender appender;
    private final LogConsumer consumer;

    public KafkaChangeLog(KafkaChangeLogSettings settings) {
        this.settings = settings;
        Topics topics = new Topics(settings);
        this.appender = new Appender(settings, topics);
        this.consumer = new LogConsumer(settings, topics);
    }

    @Override
    public int partitionOf(String groupResource) {
        return settings.partitioning().partitionOf(groupResource);
    }

    @Override
    public int partitions() {
        return settings.partitioning().count();
    }

    @Override
    public void append(List<Addressed> records) throws ChangeLogUnavailable {
        appender.append(records);
    }

    @Override
    public Subscription subscribe(Set<Integer> partitions, Reader reader) {
        return consumer.subscribe(partitions, reader);
    }

    /** The size of a record on the wire: what a publisher bounds its batches by. */
    public static int sizeBytes(ChangeRecord record) {
        return RecordCodec.encode(record).length;
    }

    @Override
    public void close() {
        consumer.close();
        appender.close();
    }
}
