package dev.gantry.reconciler.cronjob;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.client.StateClient;
import dev.gantry.client.StateClient.Write;
import dev.gantry.client.StateClient.WriteGroup;
import dev.gantry.client.StateClient.WriteResult;
import dev.gantry.client.informer.Informer;
import dev.gantry.controller.ControllerLoop;
import dev.gantry.controller.Reconciler;
import dev.gantry.controller.Requeue;
import dev.gantry.controller.Trigger;
import dev.gantry.controller.event.EventRecorder;
import dev.gantry.reconciler.controller.NamespaceGoing;
import dev.gantry.reconciler.controller.Patches;
import dev.gantry.reconciler.controller.Surroundings;
import dev.gantry.reconciler.controller.Writes;
import dev.gantry.reconciler.ownership.Owners;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobStatus;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Clock;
import java.util.List;

/** The loop that keeps CronJobs. */
public final class CronJobs implements Reconciler {

    private static final ResourceType CRON_JOBS = Catalog.builtIn().require("cronjobs.batch");
    private static final ResourceType JOBS = Catalog.builtIn().require("jobs.batch");

    private final Informer<CronJob> cronJobs;
    private final Informer<Job> jobs;
    private final StateClient client;
    private final EventRecorder events;
    private final Clock clock;

    private CronJobs(
            Informer<CronJob> cronJobs,
            Informer<Job> jobs,
            EventRecorder events,
            Surroundings around) {
        this.cronJobs = cronJobs;
        this.jobs = jobs;
        this.client = around.client();
        this.events = events;
        this.clock = around.clock();
    }

    public static ControllerLoop loop(Surroundings around) {
        Informer<CronJob> cronJobs = around.informers().informer("cronjobs.batch", CronJob.class);
        Informer<Job> jobs = around.owned("jobs.batch", Job.class);
        return around.loop(
                        new CronJobs(cronJobs, jobs, around.events("cronjob-controller"), around))
                .watch("cronjobs.batch", cronJobs, Trigger.of(c -> List.of(key(c))))
                .watch("jobs.batch", jobs, Trigger.of(CronJobs::owner));
    }

    private static ObjectName key(HasMetadata object) {
        return new ObjectName(object.getMetadata().getNamespace(), object.getMetadata().getName());
    }

    private static List<ObjectName> owner(Job job) {
        return Owners.controllerOf(job)
                .filter(ref -> ref.getKind().equals("CronJob"))
                .map(
                        ref ->
                                List.of(
                                        new ObjectName(
                                                job.getMetadata().getNamespace(), ref.getName())))
                .orElse(List.of());
    }

    @Override
    public String name() {
        return "cronjob";
    }

    @Override
    public Requeue reconcile(ObjectName key) {
        CronJob owner = cronJobs.get(key.namespace(), key.name());
        if (owner == null) {
            return Requeue.onChange();
        }
        List<Job> own = jobs.byIndex(Surroundings.BY_OWNER, owner.getMetadata().getUid());
        CronJobDecider.Decision decision =
                CronJobDecider.decide(new CronJobDecider.Observed(owner, own, clock.instant()));
        decision.events()
                .forEach(
                        e ->
                                events.record(
                                        EventRecorder.reference(owner),
                                        e.type(),
                                        e.reason(),
                                        e.message()));
        delete(owner, decision.delete());
        if (decision.create() != null && decision.statusWhenCreated() != null) {
            String failure = create(owner, decision.create());
            if (!failure.isEmpty()) {
                writeStatus(owner, decision.status());
                return Requeue.backOff(failure);
            }
            writeStatus(owner, decision.statusWhenCreated());
        } else {
            writeStatus(owner, decision.status());
        }
        return Requeue.after(decision.recheckAfter());
    }

    private void delete(CronJob owner, List<Job> unwanted) {
        Writes.deletions(client, unwanted.stream().map(j -> Patches.delete(JOBS, j)).toList());
        unwanted.forEach(
                j ->
                        events.normal(
                                owner,
                                "SuccessfulDelete",
                                "Deleted job " + j.getMetadata().getName()));
    }

    /** Returns why it could not be created, empty when it is there. */
    private String create(CronJob owner, Job job) {
        Write write = Write.create(JOBS, job.getMetadata().getNamespace(), Json.tree(job));
        return switch (client.writeAll(List.of(WriteGroup.of(write))).get(0)) {
            case WriteResult.Written written -> {
                events.normal(
                        owner, "SuccessfulCreate", "Created job " + job.getMetadata().getName());
                yield "";
            }
            case WriteResult.Refused refused -> {
                if (refused.error().reason().equals("AlreadyExists")
                        || NamespaceGoing.isCause(refused.error())) {
                    yield "";
                }
                events.warning(
                        owner, "FailedCreate", "Error creating job: " + refused.error().message());
                yield refused.error().message();
            }
        };
    }

    private void writeStatus(CronJob owner, CronJobStatus after) {
        if (!after.equals(owner.getStatus())) {
            Writes.one(client, Patches.status(CRON_JOBS, owner, owner.getStatus(), after));
        }
    }
}
