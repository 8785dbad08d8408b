package dev.gantry.reconciler.replicaset;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.client.StateClient;
import dev.gantry.client.StateClient.WriteGroup;
import dev.gantry.client.informer.Informer;
import dev.gantry.controller.Reconciler;
import dev.gantry.controller.Requeue;
import dev.gantry.controller.event.EventRecorder;
import dev.gantry.reconciler.controller.Surroundings;
import dev.gantry.reconciler.controller.Writes;
import dev.gantry.reconciler.ownership.Owners;
import dev.gantry.reconciler.pods.Attempts;
import dev.gantry.reconciler.pods.FreshNames;
import dev.gantry.reconciler.pods.PodWrites;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Observes, decides and applies for the sets of one kind. */
final class ReplicaSetReconciler implements Reconciler {

    private final String name;
    private final ResourceType type;
    private final BiFunction<String, String, @Nullable ReplicaSet> sets;
    private final Informer<Pod> pods;
    private final Informer<ReplicaSet> siblings;
    private final StateClient client;
    private final PodWrites writes;
    private final Clock clock;
    private final Attempts attempts;

    /**
     * @param sets finds a set by namespace and name
     * @param siblings all ReplicaSets, found by their controller
     */
    ReplicaSetReconciler(
            String name,
            ResourceType type,
            BiFunction<String, String, @Nullable ReplicaSet> sets,
            Informer<ReplicaSet> siblings,
            EventRecorder events,
            Surroundings around) {
        this.name = name;
        this.type = type;
        this.sets = sets;
        this.siblings = siblings;
        this.pods = around.pods();
        this.client = around.client();
        this.writes = new PodWrites(client, events);
        this.clock = around.clock();
        this.attempts = new Attempts(clock.millis());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Requeue reconcile(ObjectName key) {
        ReplicaSet set = sets.apply(key.namespace(), key.name());
        if (set == null) {
            return Requeue.onChange();
        }
        ReplicaSetObserved seen = observe(set);
        ReplicaSetDecider.Decision decision = ReplicaSetDecider.decide(seen);
        PodWrites.Outcome outcome = apply(seen, decision);
        writeStatus(seen, outcome, !decision.create().isEmpty());
        if (outcome.failure() != null) {
            return Requeue.backOff(outcome.failure().message());
        }
        return Requeue.after(ReplicaSetDecider.recheckAfter(seen));
    }

    private ReplicaSetObserved observe(ReplicaSet set) {
        String uid = set.getMetadata().getUid();
        List<Pod> own = pods.byIndex(Surroundings.BY_OWNER, uid);
        List<Pod> candidates = new ArrayList<>(own);
        candidates.addAll(pods.byIndex(Surroundings.ORPHANS, set.getMetadata().getNamespace()));
        return new ReplicaSetObserved(
                set,
                candidates,
                related(set, own),
                new FreshNames(set.getMetadata().getName() + "-", uid, attempts.salt(uid)),
                clock.instant());
    }

    private List<Pod> related(ReplicaSet set, List<Pod> own) {
        return Owners.controllerOf(set)
                .map(
                        deployment ->
                                siblings
                                        .byIndex(Surroundings.BY_OWNER, deployment.getUid())
                                        .stream()
                                        .flatMap(
                                                s ->
                                                        pods
                                                                .byIndex(
                                                                        Surroundings.BY_OWNER,
                                                                        s.getMetadata().getUid())
                                                                .stream())
                                        .toList())
                .orElse(own);
    }

    private PodWrites.Outcome apply(ReplicaSetObserved seen, ReplicaSetDecider.Decision decision) {
        ReplicaSet owner = seen.owner();
        claim(owner, decision);
        PodWrites.Outcome created =
                decision.create().isEmpty()
                        ? writes.delete(owner, decision.delete())
                        : writes.create(owner, decision.create(), decision.trusted());
        if (created.known()) {
            attempts.known(owner.getMetadata().getUid());
        }
        return created;
    }

    private void claim(ReplicaSet owner, ReplicaSetDecider.Decision decision) {
        List<WriteGroup> groups =
                new ArrayList<>(PodWrites.releases(PodWrites.PODS, owner, decision.release()));
        if (!decision.adopt().isEmpty() && stillThere(owner)) {
            groups.addAll(PodWrites.adoptions(PodWrites.PODS, owner, decision.adopt()));
        }
        Writes.all(client, groups);
    }

    /** A consistent read: a set that is being deleted must not adopt. */
    private boolean stillThere(ReplicaSet owner) {
        var live =
                client.get(type, owner.getMetadata().getNamespace(), owner.getMetadata().getName());
        return live != null
                && owner.getMetadata().getUid().equals(live.path("metadata").path("uid").asString())
                && !live.path("metadata").hasNonNull("deletionTimestamp");
    }

    private void writeStatus(ReplicaSetObserved seen, PodWrites.Outcome outcome, boolean creating) {
        ReplicaSetStatus after = ReplicaSetDecider.status(seen, outcome.failure(), creating);
        if (!after.equals(seen.owner().getStatus())) {
            Writes.one(client, PodSets.statusWrite(type, seen.owner(), after));
        }
    }
}
