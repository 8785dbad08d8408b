package dev.gantry.backends.kafka;

import java.nio.file.Path;
import java.util.Properties;

/**
 * The broker's configuration. What matters: every size bound is set, threads and buffers are those
 * of a small broker, internal topics have one replica and one partition, nothing is compacted.
 */
final class BrokerProperties {

    static final int NODE = 1;

    private BrokerProperties() {}

    static Properties of(KafkaSettings settings, Ports ports, Path logDir, String password) {
        Properties p = new Properties();
        identity(p, ports, logDir);
        credentials(p, password);
        limits(p, settings);
        retention(p, settings);
        smallness(p);
        return p;
    }

    private static void identity(Properties p, Ports ports, Path logDir) {
        p.put("process.roles", "broker,controller");
        p.put("node.id", Integer.toString(NODE));
        p.put("controller.quorum.voters", NODE + "@" + Ports.HOST + ":" + ports.controller());
        p.put("listeners", ports.listeners());
        p.put("advertised.listeners", "CLIENT://" + ports.bootstrap());
        p.put("controller.listener.names", "CONTROLLER");
        p.put("inter.broker.listener.name", "CLIENT");
        p.put("log.dirs", logDir.toString());
        p.put("auto.create.topics.enable", "false");
        p.put("controlled.shutdown.enable", "true");
        p.put("broker.heartbeat.interval.ms", "500");
        p.put("broker.session.timeout.ms", "2500");
    }

    private static void credentials(Properties p, String password) {
        p.put("listener.security.protocol.map", "CLIENT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT");
        p.put("sasl.enabled.mechanisms", "PLAIN");
        p.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
        p.put("sasl.mechanism.controller.protocol", "PLAIN");
        String jaas = Password.broker(password);
        p.put("listener.name.client.plain.sasl.jaas.config", jaas);
        p.put("listener.name.controller.plain.sasl.jaas.config", jaas);
    }

    private static void limits(Properties p, KafkaSettings settings) {
        int record = settings.maxRecordBytes();
        p.put("message.max.bytes", Integer.toString(record));
        p.put("replica.fetch.max.bytes", Integer.toString(record));
        p.put("replica.fetch.response.max.bytes", Integer.toString(4 * record));
        p.put("fetch.max.bytes", Integer.toString(16 * record));
        p.put("socket.request.max.bytes", Integer.toString(4 * record));
        p.put("queued.max.requests", "64");
        p.put("max.connections", "1000");
    }

    private static void retention(Properties p, KafkaSettings settings) {
        p.put("log.cleanup.policy", "delete");
        p.put("log.retention.ms", Long.toString(settings.retention().toMillis()));
        p.put("log.retention.bytes", Long.toString(settings.retentionBytes()));
        p.put("log.segment.bytes", Integer.toString(settings.segmentBytes()));
        p.put("log.roll.ms", Long.toString(Math.max(1, settings.retention().toMillis() / 2)));
        p.put("log.retention.check.interval.ms", "30000");
        p.put("log.index.size.max.bytes", Integer.toString(1 << 20));
        p.put("log.cleaner.enable", "false");
        p.put("metadata.log.segment.bytes", Integer.toString(16 << 20));
        p.put("metadata.max.retention.bytes", Integer.toString(32 << 20));
        p.put("metadata.max.idle.interval.ms", "5000");
    }

    private static void smallness(Properties p) {
        p.put("num.network.threads", "1");
        p.put("num.io.threads", "2");
        p.put("background.threads", "2");
        p.put("num.replica.fetchers", "1");
        p.put("num.recovery.threads.per.data.dir", "1");
        p.put("group.coordinator.threads", "1");
        p.put("group.initial.rebalance.delay.ms", "0");
        p.put("offsets.topic.num.partitions", "1");
        p.put("offsets.topic.replication.factor", "1");
        p.put("transaction.state.log.num.partitions", "1");
        p.put("transaction.state.log.replication.factor", "1");
        p.put("transaction.state.log.min.isr", "1");
        p.put("share.coordinator.state.topic.num.partitions", "1");
        p.put("share.coordinator.state.topic.replication.factor", "1");
        p.put("share.coordinator.state.topic.min.isr", "1");
        p.put("default.replication.factor", "1");
        p.put("min.insync.replicas", "1");
        p.put("metric.reporters", "");
    }
}
