package dev.gantry.runtime.state;

import dev.gantry.events.ChangeLog;
import dev.gantry.events.Partitioning;
import dev.gantry.events.kafka.KafkaChangeLog;
import dev.gantry.events.kafka.KafkaChangeLogSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;

/** Makes the change log of a process from its settings. */
final class KafkaLog {

    private static final int MAX_RECORD_BYTES = 2 << 20;

    private KafkaLog() {}

    static ChangeLog open(KafkaSettings settings) {
        KafkaChangeLogSettings usual = KafkaChangeLogSettings.of(client(settings));
        return new KafkaChangeLog(
                new KafkaChangeLogSettings(
                        usual.client(),
                        settings.topicPrefix(),
                        new Partitioning(settings.partitions()),
                        settings.replicationFactor(),
                        settings.retention(),
                        MAX_RECORD_BYTES,
                        usual.timeout()));
    }

    private static Map<String, Object> client(KafkaSettings settings) {
        Map<String, Object> client = new HashMap<>();
        client.put("bootstrap.servers", settings.bootstrapServers());
        if (!settings.user().isEmpty()) {
            client.put("security.protocol", "SASL_PLAINTEXT");
            client.put("sasl.mechanism", "PLAIN");
            client.put("sasl.jaas.config", login(settings));
        }
        client.putAll(settings.client());
        return client;
    }

    private static String login(KafkaSettings settings) {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\";"
                .formatted(quoted(settings.user()), quoted(password(settings)));
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static String password(KafkaSettings settings) {
        if (settings.passwordFile() == null) {
            return "";
        }
        try {
            return Files.readString(settings.passwordFile()).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("gantry.kafka.password-file cannot be read", e);
        }
    }
}
