package dev.gantry.events.kafka;

import dev.gantry.events.ChangeLog;
import dev.gantry.events.ChangeRecord;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Set;

/**
 * The change log on Kafka. Making it costs nothing: topics are made and connections opened when
 * something is first appended or read. Safe for concurrent use.
 */
public final class KafkaChangeLog implements ChangeLog, MeterBinder {

    private final KafkaChangeLogSettings settings;
    private final LogMetrics metrics;
    private final Appender appender;
    private final LogConsumer consumer;

    public KafkaChangeLog(KafkaChangeLogSettings settings) {
        this.settings = settings;
        Topics topics = new Topics(settings);
        this.metrics = new LogMetrics();
        this.appender = new Appender(settings, topics, metrics);
        this.consumer = new LogConsumer(settings, topics, metrics);
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

    /** Whether the consumer has seen that nobody reads. */
    boolean idle() {
        return consumer.idle();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        metrics.bindTo(registry);
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
