package dev.gantry.reconciler.cronjob;

import dev.gantry.reconciler.ownership.Owners;
import dev.gantry.reconciler.pods.Pods;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobStatus;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What to do for one CronJob. Pure; O(Jobs of it, and missed times up to a bound). */
final class CronJobDecider {

    /** So many missed times are looked at one by one; of more the last is found by a jump. */
    private static final int MISSED_LIMIT = 100;

    private static final String SCHEDULED = "batch.kubernetes.io/cronjob-scheduled-timestamp";

    /**
     * What one decision rests on.
     *
     * @param jobs that the CronJob controls
     */
    record Observed(CronJob owner, List<Job> jobs, Instant now) {}

    record Event(String type, String reason, String message) {}

    /**
     * @param create the Job whose time has come, null for none
     * @param statusWhenCreated the status if it could be created
     */
    record Decision(
            @Nullable Job create,
            List<Job> delete,
            CronJobStatus status,
            @Nullable CronJobStatus statusWhenCreated,
            List<Event> events,
            @Nullable Duration recheckAfter) {}

    private final Observed seen;
    private final CronJob owner;
    private final CronJobStatus before;
    private final List<Job> delete = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();

    private CronJobDecider(Observed seen) {
        this.seen = seen;
        this.owner = seen.owner();
        this.before = owner.getStatus() == null ? new CronJobStatus() : owner.getStatus();
    }

    static Decision decide(Observed seen) {
        return new CronJobDecider(seen).decide();
    }

    private Decision decide() {
        CronJobStatus status = status();
        trim("Complete", owner.getSpec().getSuccessfulJobsHistoryLimit(), 3);
        trim("Failed", owner.getSpec().getFailedJobsHistoryLimit(), 1);
        if (Owners.isDeleting(owner) || Boolean.TRUE.equals(owner.getSpec().getSuspend())) {
            return new Decision(null, delete, status, null, events, null);
        }
        Schedule schedule = schedule();
        if (schedule == null) {
            return new Decision(null, delete, status, null, events, null);
        }
        Instant due = due(schedule);
        Duration next =
                schedule.next(seen.now()).map(at -> Duration.between(seen.now(), at)).orElse(null);
        if (due == null || isTooLate(due) || isHeldBack(status)) {
            return new Decision(null, delete, status, null, events, next);
        }
        Job job = job(due);
        if (seen.jobs().stream().anyMatch(j -> sameName(j, job))) {
            return new Decision(null, delete, scheduled(status, due), null, events, next);
        }
        replaced(status);
        CronJobStatus after = scheduled(status, due);
        return new Decision(job, delete, status, after, events, next);
    }

    private static boolean sameName(Job a, Job b) {
        return a.getMetadata().getName().equals(b.getMetadata().getName());
    }

    private static Optional<JobCondition> end(Job job) {
        if (job.getStatus() == null) {
            return Optional.empty();
        }
        return job.getStatus().getConditions().stream()
                .filter(c -> c.getStatus().equals("True"))
                .filter(c -> c.getType().equals("Complete") || c.getType().equals("Failed"))
                .findFirst();
    }

    /** Running Jobs, and when one last succeeded. */
    private CronJobStatus status() {
        List<ObjectReference> active = new ArrayList<>();
        Instant success = Pods.time(before.getLastSuccessfulTime());
        for (Job job : seen.jobs()) {
            Optional<JobCondition> end = end(job);
            if (end.isEmpty()) {
                active.add(reference(job));
            } else if (end.get().getType().equals("Complete")) {
                Instant at =
                        job.getStatus().getCompletionTime() == null
                                ? Pods.time(end.get().getLastTransitionTime())
                                : Pods.time(job.getStatus().getCompletionTime());
                success = at != null && (success == null || at.isAfter(success)) ? at : success;
            }
        }
        active.sort(Comparator.comparing(ObjectReference::getName));
        tellFinished(active);
        return new CronJobStatusBuilder()
                .withActive(active)
                .withLastScheduleTime(before.getLastScheduleTime())
                .withLastSuccessfulTime(success == null ? null : success.toString())
                .build();
    }

    private void tellFinished(List<ObjectReference> active) {
        for (ObjectReference was : before.getActive()) {
            if (active.stream().noneMatch(a -> a.getUid().equals(was.getUid()))) {
                Job job =
                        seen.jobs().stream()
                                .filter(j -> j.getMetadata().getUid().equals(was.getUid()))
                                .findFirst()
                                .orElse(null);
                if (job == null) {
                    events.add(
                            new Event(
                                    "Normal",
                                    "MissingJob",
                                    "Active job went missing: " + was.getName()));
                } else {
                    events.add(
                            new Event(
                                    "Normal",
                                    "SawCompletedJob",
                                    "Saw completed job: %s, condition: %s"
                                            .formatted(
                                                    was.getName(),
                                                    end(job).orElseThrow().getType())));
                }
            }
        }
    }

    private static ObjectReference reference(Job job) {
        return new ObjectReferenceBuilder()
                .withApiVersion("batch/v1")
                .withKind("Job")
                .withNamespace(job.getMetadata().getNamespace())
                .withName(job.getMetadata().getName())
                .withUid(job.getMetadata().getUid())
                .withResourceVersion(job.getMetadata().getResourceVersion())
                .build();
    }

    /** Deletes the oldest finished Jobs above the limit. */
    private void trim(String condition, @Nullable Integer limit, int usual) {
        List<Job> finished =
                seen.jobs().stream()
                        .filter(j -> end(j).filter(c -> c.getType().equals(condition)).isPresent())
                        .filter(j -> !Owners.isDeleting(j))
                        .sorted(
                                Comparator.comparing(
                                                (Job j) ->
                                                        String.valueOf(
                                                                j.getStatus().getStartTime()))
                                        .thenComparing(j -> j.getMetadata().getName()))
                        .toList();
        int keep = limit == null ? usual : limit;
        delete.addAll(finished.subList(0, Math.max(0, finished.size() - keep)));
    }

    private @Nullable Schedule schedule() {
        try {
            String zone = owner.getSpec().getTimeZone();
            return Schedule.parse(
                    owner.getSpec().getSchedule(), zone == null ? ZoneOffset.UTC : ZoneId.of(zone));
        } catch (IllegalArgumentException | DateTimeException e) {
            events.add(
                    new Event(
                            "Warning",
                            "UnparseableSchedule",
                            "unparseable schedule: %s: %s"
                                    .formatted(owner.getSpec().getSchedule(), e.getMessage())));
            return null;
        }
    }

    /** The last time that has come and has not been acted on. */
    private @Nullable Instant due(Schedule schedule) {
        Instant last = Pods.time(before.getLastScheduleTime());
        Instant created = Pods.time(owner.getMetadata().getCreationTimestamp());
        Instant from = last != null ? last : created != null ? created : seen.now();
        Long deadline = owner.getSpec().getStartingDeadlineSeconds();
        if (deadline != null && seen.now().minusSeconds(deadline).isAfter(from)) {
            from = seen.now().minusSeconds(deadline);
        }
        Instant due = null;
        int missed = 0;
        for (Instant at = schedule.next(from).orElse(null);
                at != null && !at.isAfter(seen.now());
                at = schedule.next(at).orElse(null)) {
            due = at;
            if (++missed > MISSED_LIMIT) {
                return lastOfMany(schedule, due);
            }
        }
        return due;
    }

    private Instant lastOfMany(Schedule schedule, Instant due) {
        events.add(
                new Event(
                        "Warning",
                        "TooManyMissedTimes",
                        "too many missed start times. Set or decrease"
                                + " .spec.startingDeadlineSeconds or check clock skew"));
        Instant last = due;
        Duration back = Duration.ofMinutes(1);
        while (back.compareTo(Duration.ofDays(3_000)) < 0) {
            Instant from = seen.now().minus(back);
            for (Instant at = schedule.next(from).orElse(null);
                    at != null && !at.isAfter(seen.now());
                    at = schedule.next(at).orElse(null)) {
                last = at.isAfter(last) ? at : last;
            }
            if (last.isAfter(from)) {
                return last;
            }
            back = back.multipliedBy(4);
        }
        return last;
    }

    private boolean isTooLate(Instant due) {
        Long deadline = owner.getSpec().getStartingDeadlineSeconds();
        boolean late = deadline != null && due.plusSeconds(deadline).isBefore(seen.now());
        if (late) {
            events.add(
                    new Event(
                            "Warning",
                            "MissSchedule",
                            "Missed scheduled time to start a job: " + due));
        }
        return late;
    }

    private boolean isHeldBack(CronJobStatus status) {
        boolean held =
                "Forbid".equals(owner.getSpec().getConcurrencyPolicy())
                        && !status.getActive().isEmpty();
        if (held) {
            events.add(
                    new Event(
                            "Normal",
                            "JobAlreadyActive",
                            "Not starting job because prior execution is running and concurrency"
                                    + " policy is Forbid"));
        }
        return held;
    }

    private void replaced(CronJobStatus status) {
        if (!"Replace".equals(owner.getSpec().getConcurrencyPolicy())) {
            return;
        }
        for (ObjectReference active : status.getActive()) {
            seen.jobs().stream()
                    .filter(j -> j.getMetadata().getUid().equals(active.getUid()))
                    .filter(j -> !Owners.isDeleting(j))
                    .forEach(delete::add);
        }
    }

    private static CronJobStatus scheduled(CronJobStatus status, Instant due) {
        return new CronJobStatusBuilder(status)
                .withLastScheduleTime(due.truncatedTo(ChronoUnit.SECONDS).toString())
                .build();
    }

    private Job job(Instant due) {
        var template = owner.getSpec().getJobTemplate();
        Map<String, String> annotations = new HashMap<>();
        Map<String, String> labels = new HashMap<>();
        if (template.getMetadata() != null) {
            annotations.putAll(orEmpty(template.getMetadata().getAnnotations()));
            labels.putAll(orEmpty(template.getMetadata().getLabels()));
        }
        String zone = owner.getSpec().getTimeZone();
        annotations.put(
                SCHEDULED,
                DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                        due.atZone(zone == null ? ZoneOffset.UTC : ZoneId.of(zone))));
        return new JobBuilder()
                .withNewMetadata()
                .withNamespace(owner.getMetadata().getNamespace())
                .withName(owner.getMetadata().getName() + "-" + due.getEpochSecond() / 60)
                .withLabels(labels)
                .withAnnotations(annotations)
                .withOwnerReferences(Owners.reference(owner))
                .endMetadata()
                .withSpec(template.getSpec())
                .build();
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : map;
    }
}
