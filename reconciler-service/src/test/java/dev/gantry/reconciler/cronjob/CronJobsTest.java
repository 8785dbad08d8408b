package dev.gantry.reconciler.cronjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.reconciler.cluster.Stage;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CronJobsTest {

    private final Stage stage = new Stage().with(CronJobs::loop);

    @AfterEach
    void close() {
        stage.close();
    }

    private static CronJobBuilder tick(String schedule, String policy) {
        return new CronJobBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("tick")
                .endMetadata()
                .withNewSpec()
                .withSchedule(schedule)
                .withConcurrencyPolicy(policy)
                .withSuccessfulJobsHistoryLimit(2)
                .withNewJobTemplate()
                .withNewSpec()
                .withBackoffLimit(3)
                .endSpec()
                .endJobTemplate()
                .endSpec();
    }

    private List<Job> jobs() {
        return stage.cluster().list(Job.class, "default");
    }

    private CronJob cron() {
        return stage.cluster().get(CronJob.class, "default", "tick");
    }

    private void complete(Job job) {
        String now = stage.cluster().clock().instant().toString();
        job.setStatus(
                new JobStatusBuilder()
                        .withStartTime(now)
                        .withCompletionTime(now)
                        .withConditions(
                                new JobConditionBuilder()
                                        .withType("Complete")
                                        .withStatus("True")
                                        .withLastTransitionTime(now)
                                        .build())
                        .build());
        stage.cluster().put(job);
        stage.settle();
    }

    @Test
    void jobIsCreatedEachTimeItIsDueAndNamedAfterTheMinute() {
        stage.cluster().put(tick("*/5 * * * *", "Allow").build());
        stage.pass(Duration.ofSeconds(299));
        assertThat(jobs()).isEmpty();
        stage.pass(Duration.ofSeconds(2));
        long minute = stage.cluster().clock().instant().getEpochSecond() / 60;
        assertThat(jobs())
                .singleElement()
                .satisfies(
                        j -> {
                            assertThat(j.getMetadata().getName()).isEqualTo("tick-" + minute);
                            assertThat(j.getSpec().getBackoffLimit()).isEqualTo(3);
                        });
        assertThat(cron().getStatus().getActive()).hasSize(1);
        assertThat(cron().getStatus().getLastScheduleTime()).isEqualTo("2026-01-01T00:05:00Z");
        stage.pass(Duration.ofSeconds(300));
        assertThat(jobs()).hasSize(2);
    }

    @Test
    void forbidWaitsAndReplaceDeletes() {
        stage.cluster().put(tick("* * * * *", "Forbid").build());
        stage.pass(Duration.ofSeconds(181));
        assertThat(jobs()).hasSize(1);
        complete(jobs().get(0));
        stage.pass(Duration.ofSeconds(1));
        assertThat(jobs()).hasSize(2);
        CronJob cron = cron();
        cron.getSpec().setConcurrencyPolicy("Replace");
        stage.cluster().put(cron);
        stage.pass(Duration.ofSeconds(60));
        assertThat(cron().getStatus().getActive()).hasSize(1);
    }

    @Test
    void historyKeepsTheYoungest() {
        stage.cluster().put(tick("* * * * *", "Allow").build());
        for (int i = 0; i < 4; i++) {
            stage.pass(Duration.ofSeconds(60));
            jobs().stream().filter(j -> j.getStatus() == null).forEach(this::complete);
        }
        assertThat(jobs()).hasSize(2);
        assertThat(cron().getStatus().getLastSuccessfulTime()).isNotNull();
    }

    @Test
    void ofMissedTimesOnlyTheLastIsMadeUpForUnlessItIsTooLate() {
        stage.cluster()
                .put(tick("* * * * *", "Allow").editSpec().withSuspend(true).endSpec().build());
        stage.pass(Duration.ofSeconds(600));
        CronJob cron = cron();
        cron.getSpec().setSuspend(false);
        stage.cluster().put(cron);
        stage.settle();
        assertThat(jobs()).hasSize(1);
    }

    @Test
    void schedulesAreReadAsCronReadsThem() {
        record Row(String schedule, String after, String next) {}
        for (Row row :
                List.of(
                        new Row("*/15 * * * *", "2026-01-01T00:07:00Z", "2026-01-01T00:15:00Z"),
                        new Row("0 9-17/4 * * *", "2026-01-01T09:00:00Z", "2026-01-01T13:00:00Z"),
                        new Row("30 8 * * mon-fri", "2026-01-02T08:30:00Z", "2026-01-05T08:30:00Z"),
                        new Row("0 0 13 * 5", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"),
                        new Row("0 0 31 * *", "2026-01-31T00:00:00Z", "2026-03-31T00:00:00Z"),
                        new Row("0 0 29 2 *", "2026-01-01T00:00:00Z", "2028-02-29T00:00:00Z"),
                        new Row("0 0 * * 7", "2026-01-01T00:00:00Z", "2026-01-04T00:00:00Z"),
                        new Row("@hourly", "2026-01-01T00:30:00Z", "2026-01-01T01:00:00Z"),
                        new Row("@weekly", "2026-01-01T00:30:00Z", "2026-01-04T00:00:00Z"),
                        new Row("@every 90s", "2026-01-01T00:00:00Z", "2026-01-01T00:01:30Z"))) {
            assertThat(Schedule.parse(row.schedule, ZoneOffset.UTC).next(Instant.parse(row.after)))
                    .as(row.schedule)
                    .contains(Instant.parse(row.next));
        }
        assertThat(
                        Schedule.parse("0 2 * * *", ZoneId.of("Europe/Berlin"))
                                .next(Instant.parse("2026-07-01T00:00:00Z")))
                .contains(Instant.parse("2026-07-02T00:00:00Z"));
        assertThat(Schedule.parse("0 0 30 2 *", ZoneOffset.UTC).next(Instant.EPOCH)).isEmpty();
        for (String bad : List.of("", "* * * *", "60 * * * *", "x * * * *", "5-1 * * * *")) {
            assertThatThrownBy(() -> Schedule.parse(bad, ZoneOffset.UTC))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
