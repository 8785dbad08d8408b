package dev.gantry.reconciler.ttl;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.client.StateClient;
import dev.gantry.client.StateClient.Write;
import dev.gantry.client.informer.Informer;
import dev.gantry.controller.ControllerLoop;
import dev.gantry.controller.Reconciler;
import dev.gantry.controller.Requeue;
import dev.gantry.controller.Trigger;
import dev.gantry.reconciler.controller.Patches;
import dev.gantry.reconciler.controller.Surroundings;
import dev.gantry.reconciler.controller.Writes;
import dev.gantry.reconciler.ownership.Owners;
import dev.gantry.reconciler.pods.Pods;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The loop that cleans up finished Jobs. */
public final class FinishedJobs implements Reconciler {

    private static final ResourceType JOBS = Catalog.builtIn().require("jobs.batch");

    private final Informer<Job> jobs;
    private final StateClient client;
    private final Clock clock;

    private FinishedJobs(Informer<Job> jobs, Surroundings around) {
        this.jobs = jobs;
        this.client = around.client();
        this.clock = around.clock();
    }

    public static ControllerLoop loop(Surroundings around) {
        Informer<Job> jobs = around.informers().informer("jobs.batch", Job.class);
        return around.loop(new FinishedJobs(jobs, around))
                .watch(
                        "jobs.batch",
                        jobs,
                        Trigger.of(
                                j ->
                                        expiry(j)
                                                .map(
                                                        at ->
                                                                List.of(
                                                                        new ObjectName(
                                                                                j.getMetadata()
                                                                                        .getNamespace(),
                                                                                j.getMetadata()
                                                                                        .getName())))
                                                .orElse(List.of())));
    }

    /** Pure: when the Job may be deleted; empty when it has not finished or has no such time. */
    static Optional<Instant> expiry(Job job) {
        Integer seconds = job.getSpec().getTtlSecondsAfterFinished();
        if (seconds == null || job.getStatus() == null || Owners.isDeleting(job)) {
            return Optional.empty();
        }
        return job.getStatus().getConditions().stream()
                .filter(c -> c.getStatus().equals("True"))
                .filter(c -> c.getType().equals("Complete") || c.getType().equals("Failed"))
                .map(JobCondition::getLastTransitionTime)
                .map(Pods::time)
                .filter(at -> at != null)
                .map(at -> at.plusSeconds(seconds))
                .findFirst();
    }

    @Override
    public String name() {
        return "ttlafterfinished";
    }

    @Override
    public Requeue reconcile(ObjectName key) {
        Job job = jobs.get(key.namespace(), key.name());
        if (job == null || expiry(job).isEmpty()) {
            return Requeue.onChange();
        }
        Duration left = Duration.between(clock.instant(), expiry(job).get());
        if (left.isPositive()) {
            return Requeue.after(left);
        }
        // somebody may have given it more time since
        ObjectNode live = client.get(JOBS, key.namespace(), key.name());
        if (live == null) {
            return Requeue.onChange();
        }
        Job fresh = Json.view(Json.bytes(live), Job.class);
        if (expiry(fresh).filter(at -> !at.isAfter(clock.instant())).isPresent()) {
            ObjectNode options = Patches.deletion(fresh.getMetadata().getUid());
            options.put("propagationPolicy", "Foreground");
            options.withObject("preconditions")
                    .put("resourceVersion", fresh.getMetadata().getResourceVersion());
            Writes.deletions(
                    client, List.of(Write.delete(JOBS, key.namespace(), key.name(), options)));
        }
        return Requeue.onChange();
    }
}
