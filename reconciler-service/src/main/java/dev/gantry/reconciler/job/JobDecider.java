package dev.gantry.reconciler.job;

import dev.gantry.reconciler.ownership.Owners;
import dev.gantry.reconciler.pods.DeletionOrder;
import dev.gantry.reconciler.pods.Pods;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.UncountedTerminatedPods;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What to do for one Job. Pure; O(pods of the Job).
 *
 * <p>A pod that has finished and still carries the tracking finalizer has not been counted; the
 * decision counts it in the status and lets it go, and both are written together.
 */
final class JobDecider {

    private static final int MAX_BURST = 500;
    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(10);
    private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(10);

    private final JobObserved seen;
    private final Job job;
    private final JobStatus before;
    private final List<JobCondition> conditions;
    private final List<Pod> count = new ArrayList<>();
    private final List<Pod> create = new ArrayList<>();
    private final List<Pod> delete = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final List<Pod> active;
    private final int terminating;
    private final BitSet completed;
    private int succeeded;
    private int failed;
    private @Nullable Failure failure;
    private @Nullable String startTime;
    private @Nullable Duration recheckAfter;

    record Event(String type, String reason, String message) {}

    private record Failure(String reason, String message) {}

    /**
     * @param count finished pods that this status counts
     */
    record Decision(
            List<Pod> create,
            List<Pod> delete,
            List<Pod> count,
            JobStatus status,
            List<Event> events,
            @Nullable Duration recheckAfter) {}

    private JobDecider(JobObserved seen) {
        this.seen = seen;
        this.job = seen.owner();
        this.before = job.getStatus() == null ? new JobStatus() : job.getStatus();
        this.conditions = new ArrayList<>(before.getConditions());
        this.active = seen.pods().stream().filter(Pods::isActive).toList();
        this.terminating =
                (int)
                        seen.pods().stream()
                                .filter(p -> Pods.isTerminating(p) && !Pods.isFinished(p))
                                .count();
        this.succeeded = or(before.getSucceeded());
        this.failed = or(before.getFailed());
        this.completed = Indexes.parse(before.getCompletedIndexes(), completionsOr(0));
        this.startTime = before.getStartTime();
    }

    private static int or(@Nullable Integer value) {
        return value == null ? 0 : value;
    }

    private int completionsOr(int absent) {
        Integer completions = job.getSpec().getCompletions();
        return completions == null ? absent : completions;
    }

    static boolean isFinished(Job job) {
        return job.getStatus() != null
                && job.getStatus().getConditions().stream()
                        .anyMatch(
                                c ->
                                        c.getStatus().equals("True")
                                                && (c.getType().equals("Complete")
                                                        || c.getType().equals("Failed")));
    }

    static Decision decide(JobObserved seen) {
        return new JobDecider(seen).decide();
    }

    private Decision decide() {
        if (isFinished(job) || Owners.isDeleting(job)) {
            // what is left is let go without counting
            count.addAll(seen.pods().stream().filter(JobPods::isTracked).toList());
            return new Decision(List.of(), List.of(), count, before, List.of(), null);
        }
        begin();
        countFinished();
        judge();
        if (failure != null || has("SuccessCriteriaMet")) {
            delete.addAll(active);
            end();
        } else if (isSuspended()) {
            delete.addAll(active);
        } else {
            manage();
        }
        return new Decision(create, delete, count, status(), events, recheckAfter);
    }

    private boolean isSuspended() {
        return Boolean.TRUE.equals(job.getSpec().getSuspend());
    }

    private boolean has(String type) {
        return conditions.stream()
                .anyMatch(c -> c.getType().equals(type) && c.getStatus().equals("True"));
    }

    /** The clock starts with the first look, and again when a suspended Job is resumed. */
    private void begin() {
        String now = seen.now().truncatedTo(ChronoUnit.SECONDS).toString();
        boolean told = has("Suspended");
        if (isSuspended()) {
            if (!told) {
                set("Suspended", "True", "JobSuspended", "Job suspended");
                events.add(new Event("Normal", "Suspended", "Job suspended"));
            }
            return;
        }
        if (told) {
            set("Suspended", "False", "JobResumed", "Job resumed");
            events.add(new Event("Normal", "Resumed", "Job resumed"));
            startTime = now;
        }
        startTime = startTime == null ? now : startTime;
    }

    private void countFinished() {
        boolean indexed = JobPods.isIndexed(job);
        for (Pod pod : seen.pods()) {
            if (!JobPods.isTracked(pod) || count.size() >= MAX_BURST) {
                continue;
            }
            if (JobPods.succeeded(pod)) {
                count.add(pod);
                int index = JobPods.index(pod);
                if (!indexed) {
                    succeeded++;
                } else if (index >= 0 && index < completionsOr(0)) {
                    completed.set(index);
                }
            } else if (JobPods.failed(job, pod)) {
                count.add(pod);
                rule(FailurePolicy.of(job, pod));
            }
        }
        if (indexed) {
            succeeded = completed.cardinality();
        }
    }

    private void rule(FailurePolicy.Ruling ruling) {
        switch (ruling.action()) {
            case "Ignore" -> {}
            case "FailJob" -> {
                failed++;
                failure = new Failure("PodFailurePolicy", ruling.message());
            }
            default -> failed++;
        }
    }

    /** Whether the Job has failed, or has what it wanted. */
    private void judge() {
        JobCondition target =
                conditions.stream()
                        .filter(c -> c.getType().equals("FailureTarget"))
                        .findFirst()
                        .orElse(null);
        if (target != null) {
            failure = new Failure(target.getReason(), target.getMessage());
        } else if (has("SuccessCriteriaMet") || failure != null) {
            return;
        } else if (failed > backoffLimit() || pastRestarts()) {
            failure =
                    new Failure(
                            "BackoffLimitExceeded", "Job has reached the specified backoff limit");
        } else if (isPastDeadline()) {
            failure =
                    new Failure(
                            "DeadlineExceeded", "Job was active longer than specified deadline");
        } else if (isComplete()) {
            set(
                    "SuccessCriteriaMet",
                    "True",
                    "CompletionsReached",
                    "Reached expected number of succeeded pods");
        }
    }

    private int backoffLimit() {
        Integer limit = job.getSpec().getBackoffLimit();
        return limit == null ? 6 : limit;
    }

    /** With restarts in place, restarts are the failures. */
    private boolean pastRestarts() {
        if (!"OnFailure".equals(job.getSpec().getTemplate().getSpec().getRestartPolicy())) {
            return false;
        }
        int restarts =
                active.stream()
                        .filter(p -> List.of("Running", "Pending").contains(Pods.phase(p)))
                        .mapToInt(JobPods::restarts)
                        .sum();
        return backoffLimit() == 0 ? restarts > 0 : restarts >= backoffLimit();
    }

    private boolean isPastDeadline() {
        Long seconds = job.getSpec().getActiveDeadlineSeconds();
        if (seconds == null || startTime == null || isSuspended()) {
            return false;
        }
        Duration left = Duration.between(seen.now(), Instant.parse(startTime).plusSeconds(seconds));
        if (left.isPositive()) {
            lookAgain(left);
            return false;
        }
        return true;
    }

    private void lookAgain(Duration after) {
        recheckAfter =
                recheckAfter == null || after.compareTo(recheckAfter) < 0 ? after : recheckAfter;
    }

    private boolean isComplete() {
        Integer completions = job.getSpec().getCompletions();
        return completions == null ? succeeded > 0 && active.isEmpty() : succeeded >= completions;
    }

    /** The last condition comes when no pod is left running. */
    private void end() {
        boolean quiet = active.isEmpty() && terminating == 0;
        if (failure != null) {
            set("FailureTarget", "True", failure.reason(), failure.message());
            if (quiet) {
                set("Failed", "True", failure.reason(), failure.message());
                events.add(new Event("Warning", failure.reason(), failure.message()));
            }
        } else if (quiet) {
            set(
                    "Complete",
                    "True",
                    "CompletionsReached",
                    "Reached expected number of succeeded pods");
            events.add(new Event("Normal", "Completed", "Job completed"));
        }
    }

    /** Starts or stops pods. */
    private void manage() {
        Integer parallel = job.getSpec().getParallelism();
        int wanted = parallel == null ? 1 : parallel;
        Integer completions = job.getSpec().getCompletions();
        if (completions != null) {
            wanted = Math.min(wanted, completions - succeeded);
        } else if (succeeded > 0) {
            wanted = Math.min(wanted, active.size());
        }
        boolean waits = "Failed".equals(job.getSpec().getPodReplacementPolicy());
        int running = active.size() + (waits ? terminating : 0);
        if (active.size() > wanted) {
            delete.addAll(DeletionOrder.first(active.size() - wanted, active, active, seen.now()));
        } else if (running < wanted && backOffIsOver()) {
            start(Math.min(MAX_BURST, wanted - running));
        }
    }

    /** After failures the next pod waits 10 s, doubled with each one since the last success. */
    private boolean backOffIsOver() {
        Instant lastSuccess =
                seen.pods().stream()
                        .filter(JobPods::succeeded)
                        .map(JobPods::finishedAt)
                        .max(Instant::compareTo)
                        .orElse(Instant.MIN);
        List<Instant> failures =
                seen.pods().stream()
                        .filter(p -> Pods.phase(p).equals("Failed"))
                        .map(JobPods::finishedAt)
                        .filter(lastSuccess::isBefore)
                        .sorted()
                        .toList();
        if (failures.isEmpty()) {
            return true;
        }
        Duration delay = FIRST_BACK_OFF;
        for (int i = 1; i < failures.size() && delay.compareTo(LONGEST_BACK_OFF) < 0; i++) {
            delay = delay.multipliedBy(2);
        }
        delay = delay.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : delay;
        Duration left = Duration.between(seen.now(), failures.getLast().plus(delay));
        if (left.isPositive()) {
            lookAgain(left);
            return false;
        }
        return true;
    }

    private void start(int number) {
        Set<String> taken =
                seen.pods().stream()
                        .map(p -> p.getMetadata().getName())
                        .collect(Collectors.toSet());
        if (!JobPods.isIndexed(job)) {
            seen.names().take(number, taken).forEach(n -> create.add(JobPods.make(job, n, -1)));
            return;
        }
        BitSet busy = (BitSet) completed.clone();
        active.forEach(p -> busy.set(Math.max(0, JobPods.index(p))));
        List<Integer> indexes = new ArrayList<>();
        for (int i = busy.nextClearBit(0);
                i < completionsOr(0) && indexes.size() < number;
                i = busy.nextClearBit(i + 1)) {
            indexes.add(i);
        }
        List<String> names = seen.names().take(indexes.size(), taken);
        for (int i = 0; i < indexes.size(); i++) {
            int index = indexes.get(i);
            String suffix = names.get(i).substring(seen.names().prefix().length());
            create.add(JobPods.make(job, seen.names().prefix() + index + "-" + suffix, index));
        }
    }

    private JobStatus status() {
        boolean ended = has("Complete") || has("Failed");
        int activeNow = ended || failure != null || isSuspended() ? 0 : active.size();
        int ready = (int) active.stream().filter(Pods::isReady).count();
        String now = seen.now().truncatedTo(ChronoUnit.SECONDS).toString();
        return new JobStatusBuilder(before)
                .withConditions(conditions)
                .withStartTime(startTime)
                .withCompletionTime(has("Complete") ? now : null)
                .withActive(orNull(activeNow))
                .withSucceeded(orNull(succeeded))
                .withFailed(orNull(failed))
                .withTerminating(ended ? 0 : terminating)
                .withReady(ended ? 0 : ready)
                .withCompletedIndexes(
                        JobPods.isIndexed(job) && !completed.isEmpty()
                                ? Indexes.format(completed)
                                : null)
                .withUncountedTerminatedPods(new UncountedTerminatedPods())
                .build();
    }

    private static @Nullable Integer orNull(int count) {
        return count == 0 ? null : count;
    }

    private void set(String type, String status, String reason, String message) {
        for (JobCondition condition : conditions) {
            if (condition.getType().equals(type)
                    && condition.getStatus().equals(status)
                    && reason.equals(condition.getReason())) {
                return;
            }
        }
        String now = seen.now().truncatedTo(ChronoUnit.SECONDS).toString();
        conditions.removeIf(c -> c.getType().equals(type));
        conditions.add(
                new JobConditionBuilder()
                        .withType(type)
                        .withStatus(status)
                        .withReason(reason)
                        .withMessage(message)
                        .withLastProbeTime(now)
                        .withLastTransitionTime(now)
                        .build());
    }
}
