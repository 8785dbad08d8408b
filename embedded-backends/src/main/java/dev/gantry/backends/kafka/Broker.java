package dev.gantry.backends.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One life of the broker. */
final class Broker {

    private static final Logger log = LoggerFactory.getLogger(Broker.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    private final KafkaRaftServer server;

    private Broker(KafkaRaftServer server) {
        this.server = server;
    }

    /**
     * Starts and waits until it answers with the limits that were asked for.
     *
     * @throws KafkaFailed otherwise; nothing is left running then
     */
    static Broker start(
            Properties properties,
            KafkaSettings settings,
            String address,
            Map<String, Object> clientProperties) {
        Broker broker;
        try {
            broker =
                    new Broker(
                            new KafkaRaftServer(
                                    KafkaConfig.fromProps(properties, false), Time.SYSTEM));
        } catch (RuntimeException | BrokerExits.BrokerThreadEnded | AssertionError e) {
            throw new KafkaFailed("the broker cannot be made: " + e.getMessage(), e);
        }
        try {
            broker.server.startup();
            assertLimits(settings, clientProperties);
            return broker;
        } catch (RuntimeException | BrokerExits.BrokerThreadEnded | AssertionError e) {
            broker.stop();
            throw new KafkaFailed(
                    "the broker at " + address + " did not start: " + e.getMessage(), e);
        }
    }

    private static void assertLimits(KafkaSettings settings, Map<String, Object> clientProperties) {
        Map<String, Object> properties = new HashMap<>(clientProperties);
        properties.put("default.api.timeout.ms", (int) settings.startTimeout().toMillis());
        properties.put("request.timeout.ms", (int) settings.startTimeout().toMillis());
        properties.put("metric.reporters", "");
        ConfigResource node =
                new ConfigResource(
                        ConfigResource.Type.BROKER, Integer.toString(BrokerProperties.NODE));
        try (Admin admin = Admin.create(properties)) {
            Config found =
                    admin.describeConfigs(List.of(node))
                            .all()
                            .get(settings.startTimeout().toMillis(), TimeUnit.MILLISECONDS)
                            .get(node);
            String limit = found.get("message.max.bytes").value();
            if (!limit.equals(Integer.toString(settings.maxRecordBytes()))) {
                throw new IllegalStateException(
                        "message.max.bytes: expected %d, found %s"
                                .formatted(settings.maxRecordBytes(), limit));
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("it does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for it", e);
        }
    }

    /** Stops; a broker that does not stop in time is left to its threads, which are daemons. */
    void stop() {
        Thread stopper = Thread.ofPlatform().daemon().name("kafka-stop").start(this::shutdown);
        try {
            if (!stopper.join(STOP_TIMEOUT)) {
                log.warn("the broker did not stop in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void shutdown() {
        try {
            server.shutdown();
            server.awaitShutdown();
        } catch (RuntimeException | BrokerExits.BrokerThreadEnded | AssertionError e) {
            log.atWarn().setCause(e).log("stopping the broker failed");
        }
    }
}
