package dev.gantry.backends.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.utils.Exit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {

    @TempDir Path dir;

    private static Set<String> topics(Map<String, Object> properties) throws Exception {
        Map<String, Object> all = new HashMap<>(properties);
        all.put("request.timeout.ms", 2000);
        all.put("default.api.timeout.ms", 4000);
        try (Admin admin = Admin.create(all)) {
            return admin.listTopics().names().get(30, TimeUnit.SECONDS);
        }
    }

    private static void create(EmbeddedKafka kafka, String topic) throws Exception {
        try (Admin admin = Admin.create(kafka.clientProperties())) {
            admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void topicsAndPasswordSurviveARestartOnAnotherPort() throws Exception {
        String password;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir, KafkaSettings.USUAL)) {
            create(kafka, "kept");
            password = kafka.password();
            assertThat(kafka.running()).isTrue();
        }
        Path file = dir.resolve("password");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir, KafkaSettings.USUAL)) {
            assertThat(kafka.password()).isEqualTo(password);
            assertThat(topics(kafka.clientProperties())).contains("kept");
        }
    }

    @Test
    void whoHasNoPasswordGetsNothing() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir, KafkaSettings.USUAL)) {
            Map<String, Object> wrong = new HashMap<>(kafka.clientProperties());
            wrong.put("sasl.jaas.config", Password.client("guessed"));
            assertThatThrownBy(() -> topics(wrong))
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("SaslAuthentication");
        }
    }

    @Test
    void brokerThatWantsToHaltTheJvmIsRestartedInstead() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir, KafkaSettings.USUAL)) {
            create(kafka, "kept");
            String address = kafka.bootstrapServers();
            assertThatThrownBy(() -> Exit.halt(1, "as a broker does that lost its disk"))
                    .isInstanceOf(BrokerExits.BrokerThreadEnded.class);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(40))
                    .until(() -> kafka.restarts() == 1 && kafka.running());
            assertThat(kafka.bootstrapServers()).isEqualTo(address);
            assertThat(topics(kafka.clientProperties())).contains("kept");
        }
    }

    @Test
    void lostLogDirectoryIsBegunAnew() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir, KafkaSettings.USUAL)) {
            create(kafka, "lost");
            Files.move(dir.resolve("log"), dir.resolve("stolen"));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> kafka.restarts() >= 1 && kafka.running());
            assertThat(topics(kafka.clientProperties())).doesNotContain("lost");
        }
    }
}
