package dev.gantry.reconciler.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.reconciler.cluster.Stage;
import dev.gantry.reconciler.pods.Pods;
import dev.gantry.testkit.property.Dice;
import dev.gantry.testkit.property.Property;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobsTest {

    private final Stage stage = new Stage().with(Jobs::loop);

    @AfterEach
    void close() {
        stage.close();
    }

    private static JobBuilder work() {
        return new JobBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("work")
                .endMetadata()
                .withNewSpec()
                .withCompletions(1)
                .withParallelism(1)
                .withBackoffLimit(6)
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("job-name", "work")
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .addNewContainer()
                .withName("c")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec();
    }

    private Job job() {
        return stage.cluster().get(Job.class, "default", "work");
    }

    private List<String> conditions() {
        return job().getStatus().getConditions().stream()
                .filter(c -> c.getStatus().equals("True"))
                .map(JobCondition::getType)
                .toList();
    }

    private List<Pod> active(Stage stage) {
        return stage.pods().stream().filter(Pods::isActive).toList();
    }

    private void finish(Pod pod, String phase) {
        pod.getStatus().setPhase(phase);
        stage.cluster().put(pod);
        stage.settle();
    }

    @Test
    void jobRunsItsPodAndCompletes() {
        stage.cluster().put(work().build());
        stage.settle();
        Pod pod = stage.pods().get(0);
        assertThat(pod.getMetadata().getName()).startsWith("work-");
        assertThat(pod.getMetadata().getFinalizers())
                .containsExactly("batch.kubernetes.io/job-tracking");
        assertThat(job().getStatus().getActive()).isEqualTo(1);
        finish(pod, "Succeeded");
        assertThat(conditions()).containsExactly("SuccessCriteriaMet", "Complete");
        assertThat(job().getStatus().getSucceeded()).isEqualTo(1);
        assertThat(job().getStatus().getCompletionTime()).isNotNull();
        assertThat(stage.pods().get(0).getMetadata().getFinalizers()).isEmpty();
    }

    @Test
    void parallelismAndCompletionsBoundWhatRuns() {
        stage.cluster()
                .put(work().editSpec().withCompletions(5).withParallelism(2).endSpec().build());
        stage.settle();
        for (int done = 0; done < 5; done++) {
            assertThat(active(stage)).hasSize(Math.min(2, 5 - done));
            finish(active(stage).get(0), "Succeeded");
        }
        assertThat(conditions()).contains("Complete");
        assertThat(stage.pods()).hasSize(5);
    }

    @Test
    void failedPodIsReplacedAfterABackOffThatGrows() {
        stage.cluster().put(work().build());
        stage.settle();
        finish(stage.pods().get(0), "Failed");
        assertThat(active(stage)).isEmpty();
        stage.pass(Duration.ofSeconds(11));
        assertThat(active(stage)).hasSize(1);
        finish(active(stage).get(0), "Failed");
        stage.pass(Duration.ofSeconds(5));
        assertThat(active(stage)).isEmpty();
        stage.pass(Duration.ofSeconds(16));
        assertThat(active(stage)).hasSize(1);
        assertThat(job().getStatus().getFailed()).isEqualTo(2);
    }

    @Test
    void moreFailuresThanTheLimitFailTheJob() {
        stage.cluster().put(work().editSpec().withBackoffLimit(0).endSpec().build());
        stage.settle();
        finish(stage.pods().get(0), "Failed");
        assertThat(conditions()).containsExactly("FailureTarget", "Failed");
        assertThat(job().getStatus().getConditions().get(1).getReason())
                .isEqualTo("BackoffLimitExceeded");
    }

    @Test
    void deadlineFailsTheJobAndStopsItsPods() {
        stage.cluster().put(work().editSpec().withActiveDeadlineSeconds(30L).endSpec().build());
        stage.settle();
        stage.ready(stage.pods().get(0));
        stage.pass(Duration.ofSeconds(31));
        assertThat(conditions()).contains("FailureTarget");
        stage.kubelet();
        stage.pass(Duration.ofSeconds(1));
        stage.kubelet();
        stage.settle();
        assertThat(conditions()).contains("Failed");
        assertThat(job().getStatus().getConditions().get(0).getReason())
                .isEqualTo("DeadlineExceeded");
    }

    @Test
    void suspendedJobRunsNothingUntilItIsResumed() {
        stage.cluster().put(work().editSpec().withSuspend(true).endSpec().build());
        stage.settle();
        assertThat(stage.pods()).isEmpty();
        assertThat(conditions()).containsExactly("Suspended");
        assertThat(job().getStatus().getStartTime()).isNull();
        Job job = job();
        job.getSpec().setSuspend(false);
        stage.cluster().put(job);
        stage.settle();
        assertThat(stage.pods()).hasSize(1);
        assertThat(job().getStatus().getStartTime()).isNotNull();
        assertThat(conditions()).isEmpty();
    }

    @Test
    void eachIndexIsCompletedOnce() {
        stage.cluster()
                .put(
                        work().editSpec()
                                .withCompletionMode("Indexed")
                                .withCompletions(4)
                                .withParallelism(3)
                                .endSpec()
                                .build());
        stage.settle();
        assertThat(active(stage)).extracting(JobPods::index).containsExactlyInAnyOrder(0, 1, 2);
        Pod second =
                active(stage).stream().filter(p -> JobPods.index(p) == 1).findFirst().orElseThrow();
        assertThat(second.getSpec().getHostname()).isEqualTo("work-1");
        assertThat(second.getSpec().getContainers().get(0).getEnv().get(0).getName())
                .isEqualTo("JOB_COMPLETION_INDEX");
        finish(second, "Succeeded");
        assertThat(job().getStatus().getCompletedIndexes()).isEqualTo("1");
        assertThat(active(stage)).extracting(JobPods::index).containsExactlyInAnyOrder(0, 2, 3);
        while (!active(stage).isEmpty()) {
            finish(active(stage).get(0), "Succeeded");
        }
        assertThat(job().getStatus().getCompletedIndexes()).isEqualTo("0-3");
        assertThat(conditions()).contains("Complete");
    }

    @Test
    void podsOfADeletedJobAreLetGo() {
        stage.cluster().put(work().build());
        stage.settle();
        stage.cluster().delete(Job.class, "default", "work");
        stage.settle();
        assertThat(stage.pods().get(0).getMetadata().getFinalizers()).isEmpty();
    }

    @Test
    void indexesAreWrittenAsIntervals() {
        for (String text : List.of("", "0", "0,1", "0-2", "1,3-5,9", "0-2,4,6,7")) {
            BitSet set = Indexes.parse(text, 100);
            assertThat(Indexes.format(set)).isEqualTo(text);
        }
        assertThat(Indexes.parse("3-90000000", 5).cardinality()).isEqualTo(2);
        assertThat(Indexes.parse("x,-1,2", 5).cardinality()).isEqualTo(1);
    }

    @Property(tries = 30)
    void everyPodIsCountedExactlyOnceWhateverIsLost(Dice dice) {
        try (Stage lossy = new Stage().with(Jobs::loop)) {
            int wanted = dice.between(1, 6);
            lossy.cluster()
                    .put(
                            work().editSpec()
                                    .withCompletions(wanted)
                                    .withParallelism(dice.between(1, 4))
                                    .withBackoffLimit(1_000)
                                    .endSpec()
                                    .build());
            int succeeded = 0;
            int failed = 0;
            for (int i = 0; i < 60 && succeeded < wanted; i++) {
                if (dice.chance(20)) {
                    lossy.refuseNextWrite();
                }
                if (dice.chance(20)) {
                    lossy.loseNextAnswer();
                }
                lossy.pass(Duration.ofSeconds(1));
                lossy.recover();
                lossy.pass(Duration.ofSeconds(1200).dividedBy(100));
                for (Pod pod : dice.someOf(active(lossy))) {
                    boolean good = dice.chance(70);
                    pod.getStatus().setPhase(good ? "Succeeded" : "Failed");
                    lossy.cluster().put(pod);
                    succeeded += good ? 1 : 0;
                    failed += good ? 0 : 1;
                }
            }
            lossy.pass(Duration.ofSeconds(5));
            Job job = lossy.cluster().get(Job.class, "default", "work");
            assertThat(count(job.getStatus().getSucceeded())).isEqualTo(succeeded);
            assertThat(count(job.getStatus().getFailed())).isEqualTo(failed);
        }
    }

    private static int count(Integer value) {
        return value == null ? 0 : value;
    }
}
