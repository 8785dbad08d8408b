package dev.gantry.events.kafka;

import dev.gantry.events.ChangeLog.Reader;
import dev.gantry.events.ChangeRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process' one consumer, on a thread of its own. It assigns itself what readings want, keeps
 * the places itself, and hands each record to every reading of its partition.
 *
 * <p>A place that Kafka no longer has (deleted, truncated, recreated) is taken anew at the end, and
 * the readings are told. A consumer that fails otherwise is made anew at the same places.
 */
final class LogConsumer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LogConsumer.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration FIND_END = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final KafkaChangeLogSettings settings;
    private final Topics topics;
    private final LogMetrics metrics;
    private final List<Reading> readings = new CopyOnWriteArrayList<>();
    private final Thread thread;

    /** Next offset of each partition whose place is known. */
    private final Map<Integer, Long> places = new HashMap<>();

    private boolean topicsExist;
    private boolean failing;
    private volatile @Nullable Consumer<byte[], byte[]> consumer;
    private volatile boolean dirty;
    private volatile boolean idle;
    private volatile boolean closed;

    LogConsumer(KafkaChangeLogSettings settings, Topics topics, LogMetrics metrics) {
        this.settings = settings;
        this.topics = topics;
        this.metrics = metrics;
        this.thread = Thread.ofPlatform().daemon().name("change-log-consumer").start(this::run);
    }

    Reading subscribe(Set<Integer> partitions, Reader reader) {
        Reading reading = new Reading(partitions, reader, this::closed);
        readings.add(reading);
        changed();
        reading.awaitFixed(FIND_END);
        return reading;
    }

    /** Whether nobody reads. */
    boolean idle() {
        return idle;
    }

    private void closed(Reading reading) {
        readings.remove(reading);
        changed();
    }

    private void changed() {
        dirty = true;
        metrics.readings(readings.size());
        LockSupport.unpark(thread);
        Consumer<byte[], byte[]> running = consumer;
        if (running != null) {
            running.wakeup();
        }
    }

    private void run() {
        while (!closed) {
            try {
                round();
                failing = false;
                metrics.readable(true);
            } catch (WakeupException readingsChanged) {
                // looked at in the next round
            } catch (InvalidOffsetException e) {
                loseAll(e.partitions(), "Kafka no longer has the place: " + e.getMessage());
            } catch (InterruptException e) {
                return;
            } catch (KafkaException | IllegalStateException e) {
                failed(e);
            }
        }
    }

    private void round() {
        if (readings.isEmpty()) {
            // Places that nobody keeps moving grow old: the next reading begins at the end.
            places.clear();
            idle = true;
            LockSupport.parkNanos(POLL.toNanos());
            return;
        }
        idle = false;
        Consumer<byte[], byte[]> current = consumer();
        boolean missing = dirty;
        if (dirty || !places.keySet().containsAll(wanted())) {
            dirty = false;
            missing = !assign(current);
        }
        for (ConsumerRecord<byte[], byte[]> record : current.poll(missing ? PAUSE : POLL)) {
            read(record);
        }
    }

    private Set<Integer> wanted() {
        Set<Integer> wanted = new HashSet<>();
        readings.forEach(reading -> wanted.addAll(reading.partitions()));
        return wanted;
    }

    /**
     * @return whether every wanted partition has a place
     */
    private boolean assign(Consumer<byte[], byte[]> current) {
        List<Reading> present = List.copyOf(readings);
        Set<Integer> wanted = new HashSet<>();
        present.forEach(reading -> wanted.addAll(reading.partitions()));
        places.keySet().retainAll(wanted);
        List<Integer> unknown = wanted.stream().filter(p -> !places.containsKey(p)).toList();
        if (!unknown.isEmpty()) {
            findEnds(current, unknown);
        }
        current.assign(places.keySet().stream().map(topics::of).toList());
        places.forEach((partition, offset) -> current.seek(topics.of(partition), offset));
        for (Reading reading : present) {
            reading.partitions().stream().filter(places::containsKey).forEach(reading::fixed);
        }
        return places.keySet().containsAll(wanted);
    }

    private void findEnds(Consumer<byte[], byte[]> current, Collection<Integer> partitions) {
        if (!topicsExist) {
            topics.ensure();
            topicsExist = true;
        }
        current.endOffsets(partitions.stream().map(topics::of).toList(), FIND_END)
                .forEach(
                        (tp, end) -> places.put(topics.partition(tp.topic(), tp.partition()), end));
    }

    private void read(ConsumerRecord<byte[], byte[]> record) {
        int partition = topics.partition(record.topic(), record.partition());
        places.put(partition, record.offset() + 1);
        metrics.read();
        ChangeRecord content;
        try {
            content = RecordCodec.decode(record.value());
        } catch (IOException e) {
            log.atError().setCause(e).addKeyValue("partition", partition).log("unreadable record");
            each(partition, reading -> reading.lost(partition, "an unreadable record"));
            return;
        }
        each(partition, reading -> reading.read(partition, content));
    }

    private void each(int partition, java.util.function.Consumer<Reading> call) {
        for (Reading reading : readings) {
            if (reading.partitions().contains(partition)) {
                call.accept(reading);
            }
        }
    }

    /** The places are taken anew in the next round; readings are told when that is done. */
    private void loseAll(Set<TopicPartition> lost, String why) {
        List<Integer> partitions = new ArrayList<>();
        lost.forEach(tp -> partitions.add(topics.partition(tp.topic(), tp.partition())));
        log.atWarn().addKeyValue("partitions", partitions).log(why);
        metrics.lost(partitions.size());
        partitions.forEach(places::remove);
        Consumer<byte[], byte[]> current = consumer;
        if (current == null) {
            return;
        }
        try {
            findEnds(current, partitions);
            current.assign(places.keySet().stream().map(topics::of).toList());
            places.forEach((partition, offset) -> current.seek(topics.of(partition), offset));
        } catch (KafkaException | IllegalStateException e) {
            failed(e);
        }
        partitions.forEach(p -> each(p, reading -> reading.lost(p, why)));
    }

    private void failed(RuntimeException e) {
        if (!failing) {
            failing = true;
            log.atWarn()
                    .addKeyValue("error", String.valueOf(e.getMessage()))
                    .log("the change log cannot be read; trying again");
        }
        metrics.readable(false);
        topicsExist = false;
        dropConsumer();
        dirty = true;
        if (!closed) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private Consumer<byte[], byte[]> consumer() {
        Consumer<byte[], byte[]> current = consumer;
        if (current == null) {
            current =
                    new KafkaConsumer<>(
                            properties(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
            consumer = current;
            dirty = true;
        }
        return current;
    }

    private void dropConsumer() {
        Consumer<byte[], byte[]> broken = consumer;
        consumer = null;
        if (broken != null) {
            try {
                broken.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO));
            } catch (KafkaException e) {
                log.atDebug().setCause(e).log("closing a consumer failed");
            }
        }
    }

    private Map<String, Object> properties() {
        Map<String, Object> p = new HashMap<>(settings.client());
        p.put("auto.offset.reset", "none");
        p.put("enable.auto.commit", false);
        p.put("allow.auto.create.topics", false);
        p.put("max.partition.fetch.bytes", 2 * settings.maxRecordBytes());
        p.put("fetch.max.bytes", 8 * settings.maxRecordBytes());
        p.put("max.poll.records", 1000);
        // A broker answers one connection in order: finding an end waits behind a fetch.
        p.put("fetch.max.wait.ms", 100);
        p.put("metadata.max.age.ms", 10_000L);
        p.put("reconnect.backoff.max.ms", 1000L);
        p.put("default.api.timeout.ms", (int) settings.timeout().toMillis());
        p.put("request.timeout.ms", (int) settings.timeout().toMillis());
        p.put("metric.reporters", "");
        return p;
    }

    @Override
    public void close() {
        closed = true;
        changed();
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
