package dev.gantry.events.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.backends.kafka.EmbeddedKafka;
import dev.gantry.backends.kafka.KafkaSettings;
import dev.gantry.events.ChangeLog;
import dev.gantry.events.ChangeLog.Addressed;
import dev.gantry.events.ChangeLogContractTest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaChangeLogIT extends ChangeLogContractTest {

    @TempDir static Path dir;

    private static EmbeddedKafka kafka;
    private static KafkaChangeLog log;

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start(dir, KafkaSettings.USUAL);
        log = new KafkaChangeLog(settings("shared"));
    }

    @AfterAll
    static void stop() {
        log.close();
        kafka.close();
    }

    private static KafkaChangeLogSettings settings(String prefix) {
        return KafkaChangeLogSettings.of(kafka.clientProperties())
                .withTopicPrefix(prefix)
                .withTimeout(Duration.ofSeconds(5));
    }

    @Override
    protected ChangeLog log() {
        return log;
    }

    @Test
    void recreatedTopicIsToldAsLostAndReadOn() throws Exception {
        try (KafkaChangeLog own = new KafkaChangeLog(settings("recreated"))) {
            Recording reader = new Recording();
            int partition = own.partitionOf("pods");
            own.subscribe(Set.of(partition), reader);
            for (long r = 1; r <= 20; r++) {
                own.append(List.of(new Addressed(partition, progress(r))));
            }
            eventually(() -> assertThat(reader.records).contains(progress(20)));
            try (Admin admin = Admin.create(kafka.clientProperties())) {
                admin.deleteTopics(List.of("recreated.changes")).all().get(30, TimeUnit.SECONDS);
            }
            eventually(
                    () -> {
                        appended(own, new Addressed(partition, progress(100)));
                        assertThat(reader.losses).isNotEmpty();
                    });
            own.append(List.of(new Addressed(partition, progress(101))));
            eventually(() -> assertThat(reader.records).contains(progress(101)));
            SimpleMeterRegistry meters = new SimpleMeterRegistry();
            own.bindTo(meters);
            assertThat(meters.get("gantry.changelog.lost").functionCounter().count()).isPositive();
            assertThat(meters.get("gantry.changelog.appended").functionCounter().count())
                    .isGreaterThan(20);
        }
    }

    @Test
    void readingThatBeginsAfterAllOthersEndedBeginsAtTheEnd() throws Exception {
        try (KafkaChangeLog own = new KafkaChangeLog(settings("paused"))) {
            int partition = own.partitionOf("pods");
            own.append(List.of(new Addressed(partition, progress(1))));
            own.subscribe(Set.of(partition), new Recording()).close();
            own.append(List.of(new Addressed(partition, progress(2))));
            eventually(() -> assertThat(own.idle()).isTrue());
            Recording later = new Recording();
            own.subscribe(Set.of(partition), later);
            own.append(List.of(new Addressed(partition, progress(3))));
            eventually(() -> assertThat(later.records).contains(progress(3)));
            assertThat(later.records).doesNotContain(progress(2));
        }
    }

    /** As the publisher does: an append that failed is tried again. */
    private static void appended(KafkaChangeLog to, Addressed record) {
        assertThatCode(() -> to.append(List.of(record))).doesNotThrowAnyException();
    }

    @Test
    void readerThatBeginsWhileKafkaIsAwayIsToldOnceItIsBack() throws Exception {
        Path other = dir.resolve("other");
        EmbeddedKafka first = EmbeddedKafka.start(other, KafkaSettings.USUAL);
        int port = Integer.parseInt(first.bootstrapServers().split(":")[1]);
        KafkaChangeLogSettings settings =
                KafkaChangeLogSettings.of(first.clientProperties())
                        .withTimeout(Duration.ofSeconds(3));
        first.close();
        try (KafkaChangeLog away = new KafkaChangeLog(settings)) {
            int partition = away.partitionOf("pods");
            assertThatThrownBy(() -> away.append(List.of(new Addressed(partition, progress(1)))))
                    .isInstanceOf(ChangeLog.ChangeLogUnavailable.class);
            Recording reader = new Recording();
            away.subscribe(Set.of(partition), reader);
            assertThat(reader.losses).isEmpty();
            try (EmbeddedKafka again =
                    EmbeddedKafka.start(other, KafkaSettings.USUAL.withPort(port))) {
                eventually(() -> assertThat(reader.losses).hasSize(1));
                away.append(List.of(new Addressed(partition, progress(2))));
                eventually(() -> assertThat(reader.records).contains(progress(2)));
            }
        }
    }
}
