package dev.gantry.events.kafka;

import dev.gantry.events.ChangeLog.Addressed;
import dev.gantry.events.ChangeLog.ChangeLogUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writing side. Idempotent, acknowledged by all replicas; after any failure the producer is
 * thrown away, so that nothing it still holds is sent later out of order.
 */
final class Appender implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Appender.class);

    private final KafkaChangeLogSettings settings;
    private final Topics topics;
    private final LogMetrics metrics;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Producer<byte[], byte[]> producer;

    Appender(KafkaChangeLogSettings settings, Topics topics, LogMetrics metrics) {
        this.settings = settings;
        this.topics = topics;
        this.metrics = metrics;
    }

    void append(List<Addressed> records) throws ChangeLogUnavailable {
        if (records.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            Producer<byte[], byte[]> current = producer();
            List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
            for (Addressed record : records) {
                sent.add(current.send(record(record)));
            }
            await(sent);
            metrics.appended(records.size());
        } catch (ExecutionException e) {
            throw failed("a record was not acknowledged: " + e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw failed("records were not acknowledged in time", e);
        } catch (KafkaException | IllegalStateException e) {
            throw failed("the change log cannot be written: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("interrupted while waiting for the acknowledgement", e);
        } finally {
            lock.unlock();
        }
    }

    private void await(List<Future<RecordMetadata>> sent)
            throws ExecutionException, TimeoutException, InterruptedException {
        long deadline = System.nanoTime() + settings.timeout().toNanos();
        for (Future<RecordMetadata> one : sent) {
            one.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
    }

    private ProducerRecord<byte[], byte[]> record(Addressed record) {
        TopicPartition to = topics.of(record.partition());
        return new ProducerRecord<>(
                to.topic(), to.partition(), null, RecordCodec.encode(record.record()));
    }

    private Producer<byte[], byte[]> producer() {
        Producer<byte[], byte[]> current = producer;
        if (current == null) {
            topics.ensure();
            current =
                    new KafkaProducer<>(
                            properties(), new ByteArraySerializer(), new ByteArraySerializer());
            producer = current;
        }
        return current;
    }

    private Map<String, Object> properties() {
        int timeout = (int) settings.timeout().toMillis();
        Map<String, Object> p = new HashMap<>(settings.client());
        p.put("client.id", settings.topicPrefix() + "-publisher");
        p.put("acks", "all");
        p.put("enable.idempotence", true);
        p.put("linger.ms", 0);
        p.put("delivery.timeout.ms", timeout);
        p.put("request.timeout.ms", Math.max(1000, timeout / 2));
        p.put("max.block.ms", (long) timeout);
        p.put("max.request.size", settings.maxRecordBytes());
        p.put("reconnect.backoff.max.ms", 1000L);
        p.put("metric.reporters", "");
        return p;
    }

    private ChangeLogUnavailable failed(String message, Exception cause) {
        drop();
        metrics.appendFailed();
        return new ChangeLogUnavailable(message, cause);
    }

    private void drop() {
        Producer<byte[], byte[]> broken = producer;
        producer = null;
        if (broken != null) {
            try {
                broken.close(Duration.ZERO);
            } catch (KafkaException e) {
                log.atDebug().setCause(e).log("closing a producer failed");
            }
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            drop();
        } finally {
            lock.unlock();
        }
    }
}
