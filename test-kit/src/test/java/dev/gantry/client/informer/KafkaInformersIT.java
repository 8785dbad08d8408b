package dev.gantry.client.informer;

import static dev.gantry.testkit.time.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.backends.kafka.EmbeddedKafka;
import dev.gantry.backends.kafka.KafkaSettings;
import dev.gantry.events.ChangeLog;
import dev.gantry.events.kafka.KafkaChangeLog;
import dev.gantry.events.kafka.KafkaChangeLogSettings;
import dev.gantry.testkit.leak.LeavesNothing;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@LeavesNothing(threadsThatMayStay = "metrics-meter-tick-thread")
class KafkaInformersIT extends InformersContractTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir static Path dir;

    private static EmbeddedKafka kafka;
    private static KafkaChangeLog log;

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start(dir.resolve("kafka"), KafkaSettings.USUAL);
        log = connect();
    }

    private static KafkaChangeLog connect() {
        return new KafkaChangeLog(
                KafkaChangeLogSettings.of(kafka.clientProperties())
                        .withTimeout(Duration.ofSeconds(4)));
    }

    @AfterAll
    static void stop() {
        log.close();
        kafka.close();
    }

    @Override
    ChangeLog log() {
        return log;
    }

    @Test
    void nothingIsMissingAfterTheBrokerWasAwayAndItsTopicDeleted() throws Exception {
        Informer<ConfigMap> maps = informers.informer("configmaps", ConfigMap.class);
        informers.start();
        within(LONG, () -> assertThat(maps.synced()).isTrue());
        create(MAPS, "before");
        int port = Integer.parseInt(kafka.bootstrapServers().split(":")[1]);
        kafka.close();
        within(LONG, () -> assertThat(watching("configmaps")).isOne());
        assertThat(maps.awaitSeen(create(MAPS, "while-away"), LONG)).isTrue();
        kafka = EmbeddedKafka.start(dir.resolve("kafka"), KafkaSettings.USUAL.withPort(port));
        within(LONG, () -> assertThat(watching("configmaps")).isZero());
        assertThat(maps.awaitSeen(create(MAPS, "back"), LONG)).isTrue();
        try (Admin admin = Admin.create(kafka.clientProperties())) {
            admin.deleteTopics(List.of("gantry.changes")).all().get(30, TimeUnit.SECONDS);
        }
        for (int i = 0; i < 20; i++) {
            assertThat(maps.awaitSeen(create(MAPS, "map-" + i), LONG)).isTrue();
        }
        within(LONG, () -> assertThat(watching("configmaps")).isZero());
        assertThat(maps.list()).hasSize(23);
    }
}
