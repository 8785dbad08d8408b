package dev.gantry.reconciler.job;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.client.StateClient;
import dev.gantry.client.StateClient.Write;
import dev.gantry.client.StateClient.WriteGroup;
import dev.gantry.client.informer.Informer;
import dev.gantry.controller.ControllerLoop;
import dev.gantry.controller.Reconciler;
import dev.gantry.controller.Requeue;
import dev.gantry.controller.Trigger;
import dev.gantry.controller.event.EventRecorder;
import dev.gantry.reconciler.controller.Patches;
import dev.gantry.reconciler.controller.Surroundings;
import dev.gantry.reconciler.controller.Writes;
import dev.gantry.reconciler.ownership.Owners;
import dev.gantry.reconciler.pods.Attempts;
import dev.gantry.reconciler.pods.FreshNames;
import dev.gantry.reconciler.pods.PodWrites;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The loop that runs Jobs. */
public final class Jobs implements Reconciler {

    private static final ResourceType JOBS = Catalog.builtIn().require("jobs.batch");
    private static final String CONTROLLER = "kubernetes.io/job-controller";

    private final Informer<Job> jobs;
    private final Informer<Pod> pods;
    private final StateClient client;
    private final EventRecorder events;
    private final PodWrites podWrites;
    private final Attempts attempts;
    private final Clock clock;

    private Jobs(Informer<Job> jobs, EventRecorder events, Surroundings around) {
        this.jobs = jobs;
        this.pods = around.pods();
        this.client = around.client();
        this.events = events;
        this.podWrites = new PodWrites(client, events);
        this.attempts = new Attempts(around.clock().millis());
        this.clock = around.clock();
    }

    public static ControllerLoop loop(Surroundings around) {
        Informer<Job> jobs = around.informers().informer("jobs.batch", Job.class);
        return around.loop(new Jobs(jobs, around.events("job-controller"), around))
                .watch("jobs.batch", jobs, Trigger.of(j -> List.of(key(j))))
                .watch("pods", around.pods(), Trigger.of(Jobs::owner));
    }

    private static ObjectName key(HasMetadata object) {
        return new ObjectName(object.getMetadata().getNamespace(), object.getMetadata().getName());
    }

    private static List<ObjectName> owner(Pod pod) {
        return Owners.controllerOf(pod)
                .filter(ref -> ref.getKind().equals("Job"))
                .map(
                        ref ->
                                List.of(
                                        new ObjectName(
                                                pod.getMetadata().getNamespace(), ref.getName())))
                .orElse(List.of());
    }

    @Override
    public String name() {
        return "job";
    }

    @Override
    public Requeue reconcile(ObjectName key) {
        Job job = jobs.get(key.namespace(), key.name());
        releaseOrphans(key, job == null ? "" : job.getMetadata().getUid());
        if (job == null || isManagedElsewhere(job)) {
            return Requeue.onChange();
        }
        String uid = job.getMetadata().getUid();
        JobObserved seen =
                new JobObserved(
                        job,
                        pods.byIndex(Surroundings.BY_OWNER, uid),
                        new FreshNames(key.name() + "-", uid, attempts.salt(uid)),
                        clock.instant());
        return apply(seen, JobDecider.decide(seen));
    }

    private static boolean isManagedElsewhere(Job job) {
        String manager = job.getSpec().getManagedBy();
        return manager != null && !manager.equals(CONTROLLER);
    }

    /** Pods whose Job is gone are waited for by nobody. */
    private void releaseOrphans(ObjectName key, String uid) {
        List<WriteGroup> groups = new ArrayList<>();
        for (Pod pod : pods.list(key.namespace())) {
            boolean orphan =
                    JobPods.isTracked(pod)
                            && Owners.controllerOf(pod)
                                    .filter(ref -> ref.getKind().equals("Job"))
                                    .filter(ref -> ref.getName().equals(key.name()))
                                    .filter(ref -> !ref.getUid().equals(uid))
                                    .isPresent();
            if (orphan) {
                groups.add(WriteGroup.of(release(pod)));
            }
        }
        Writes.all(client, groups);
    }

    private static Write release(Pod pod) {
        ObjectNode patch = Patches.exactly(pod);
        ArrayNode left = patch.withObject("metadata").putArray("finalizers");
        pod.getMetadata().getFinalizers().stream()
                .filter(f -> !f.equals(JobPods.TRACKING))
                .forEach(left::add);
        return Patches.write(PodWrites.PODS, pod, patch);
    }

    private Requeue apply(JobObserved seen, JobDecider.Decision decision) {
        Job job = seen.owner();
        count(job, decision);
        decision.events()
                .forEach(
                        e ->
                                events.record(
                                        EventRecorder.reference(job),
                                        e.type(),
                                        e.reason(),
                                        e.message()));
        PodWrites.Outcome deleted = podWrites.delete(job, decision.delete());
        PodWrites.Outcome created =
                podWrites.create(job, decision.create(), !seen.pods().isEmpty());
        if (created.known()) {
            attempts.known(job.getMetadata().getUid());
        }
        var failure = created.failure() == null ? deleted.failure() : created.failure();
        return failure == null
                ? Requeue.after(decision.recheckAfter())
                : Requeue.backOff(failure.message());
    }

    /** The status and the finalizers of what it counts: all or nothing. */
    private void count(Job job, JobDecider.Decision decision) {
        List<Write> together = new ArrayList<>();
        if (!Objects.equals(decision.status(), job.getStatus())) {
            together.add(Patches.status(JOBS, job, job.getStatus(), decision.status()));
        }
        decision.count().forEach(pod -> together.add(release(pod)));
        if (!together.isEmpty()) {
            Writes.all(client, List.of(new WriteGroup(together)));
        }
    }
}
