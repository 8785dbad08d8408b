package dev.gantry.reconciler.ttl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.reconciler.cluster.Stage;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FinishedJobsTest {

    private final Stage stage = new Stage().with(FinishedJobs::loop);

    @AfterEach
    void close() {
        stage.close();
    }

    private void job(String name, Integer ttl, String condition) {
        stage.cluster()
                .put(
                        new JobBuilder()
                                .withNewMetadata()
                                .withNamespace("default")
                                .withName(name)
                                .endMetadata()
                                .withNewSpec()
                                .withTtlSecondsAfterFinished(ttl)
                                .endSpec()
                                .withNewStatus()
                                .addNewCondition()
                                .withType(condition)
                                .withStatus("True")
                                .withLastTransitionTime(
                                        stage.cluster().clock().instant().toString())
                                .endCondition()
                                .endStatus()
                                .build());
    }

    private boolean going(String name) {
        Job job = stage.cluster().get(Job.class, "default", name);
        return job == null || job.getMetadata().getDeletionTimestamp() != null;
    }

    @Test
    void finishedJobGoesWhenItsTimeIsOver() {
        job("done", 10, "Complete");
        job("failed", 10, "Failed");
        job("kept", null, "Complete");
        job("suspended", 10, "Suspended");
        stage.pass(Duration.ofSeconds(9));
        assertThat(going("done")).isFalse();
        stage.pass(Duration.ofSeconds(2));
        assertThat(going("done")).isTrue();
        assertThat(going("failed")).isTrue();
        assertThat(going("kept")).isFalse();
        assertThat(going("suspended")).isFalse();
    }
}
