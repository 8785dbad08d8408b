package dev.gantry.reconciler.deployment;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.client.StateClient;
import dev.gantry.client.StateClient.Write;
import dev.gantry.client.StateClient.WriteGroup;
import dev.gantry.client.StateClient.WriteResult;
import dev.gantry.client.informer.Informer;
import dev.gantry.controller.Reconciler;
import dev.gantry.controller.Requeue;
import dev.gantry.controller.event.EventRecorder;
import dev.gantry.reconciler.controller.NamespaceGoing;
import dev.gantry.reconciler.controller.Patches;
import dev.gantry.reconciler.controller.Surroundings;
import dev.gantry.reconciler.controller.Writes;
import dev.gantry.reconciler.ownership.Owners;
import dev.gantry.reconciler.pods.PodWrites;
import dev.gantry.reconciler.pods.TemplateHash;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Observes, decides and applies for Deployments. */
final class DeploymentReconciler implements Reconciler {

    static final ResourceType DEPLOYMENTS = Catalog.builtIn().require("deployments.apps");
    static final ResourceType SETS = Catalog.builtIn().require("replicasets.apps");

    private final Informer<Deployment> deployments;
    private final Informer<ReplicaSet> sets;
    private final Informer<Pod> pods;
    private final StateClient client;
    private final EventRecorder events;
    private final Clock clock;

    DeploymentReconciler(
            Informer<Deployment> deployments,
            Informer<ReplicaSet> sets,
            EventRecorder events,
            Surroundings around) {
        this.deployments = deployments;
        this.sets = sets;
        this.pods = around.pods();
        this.client = around.client();
        this.events = events;
        this.clock = around.clock();
    }

    @Override
    public String name() {
        return "deployment";
    }

    @Override
    public Requeue reconcile(ObjectName key) {
        Deployment deployment = deployments.get(key.namespace(), key.name());
        if (deployment == null) {
            return Requeue.onChange();
        }
        DeploymentObserved seen = observe(deployment);
        DeploymentDecider.Decision decision = DeploymentDecider.decide(seen);
        return apply(seen, decision);
    }

    private DeploymentObserved observe(Deployment deployment) {
        List<ReplicaSet> own =
                sets.byIndex(Surroundings.BY_OWNER, deployment.getMetadata().getUid());
        List<ReplicaSet> candidates = new ArrayList<>(own);
        candidates.addAll(
                sets.byIndex(Surroundings.ORPHANS, deployment.getMetadata().getNamespace()));
        List<Pod> theirs =
                Replicas.isRolling(deployment)
                        ? List.of()
                        : own.stream().flatMap(s -> podsOf(s).stream()).toList();
        return new DeploymentObserved(deployment, candidates, theirs, clock.instant());
    }

    private List<Pod> podsOf(ReplicaSet set) {
        return pods.byIndex(Surroundings.BY_OWNER, set.getMetadata().getUid());
    }

    private Requeue apply(DeploymentObserved seen, DeploymentDecider.Decision decision) {
        adoptAndRelease(seen, decision.actions());
        change(seen.owner(), decision.actions());
        Requeue requeue = Requeue.after(decision.recheckAfter());
        ReplicaSet fresh = null;
        DeploymentStatus status = null;
        String revision = null;
        for (Action action : decision.actions()) {
            switch (action) {
                case Action.Create create -> fresh = create.set();
                case Action.SetStatus set -> status = set.status();
                case Action.SetRevision set -> revision = set.revision();
                case Action.Adopt a -> {}
                case Action.Release r -> {}
                case Action.Change c -> {}
                case Action.Delete d -> {}
            }
        }
        if (fresh != null) {
            return create(seen, fresh);
        }
        if (status != null || revision != null) {
            write(seen.owner(), status == null ? seen.owner().getStatus() : status, revision);
        }
        return requeue;
    }

    private void adoptAndRelease(DeploymentObserved seen, List<Action> actions) {
        List<ReplicaSet> adopt = new ArrayList<>();
        List<ReplicaSet> release = new ArrayList<>();
        for (Action action : actions) {
            if (action instanceof Action.Adopt one) {
                adopt.add(one.set());
            } else if (action instanceof Action.Release one) {
                release.add(one.set());
            }
        }
        List<WriteGroup> groups = new ArrayList<>(PodWrites.releases(SETS, seen.owner(), release));
        if (!adopt.isEmpty() && stillThere(seen.owner())) {
            groups.addAll(PodWrites.adoptions(SETS, seen.owner(), adopt));
        }
        Writes.all(client, groups);
    }

    /** A consistent read: what is being deleted must not adopt. */
    private boolean stillThere(Deployment owner) {
        ObjectNode live =
                client.get(
                        DEPLOYMENTS,
                        owner.getMetadata().getNamespace(),
                        owner.getMetadata().getName());
        return live != null
                && owner.getMetadata().getUid().equals(Json.text(live, "metadata", "uid"))
                && !live.path("metadata").hasNonNull("deletionTimestamp");
    }

    private void change(Deployment owner, List<Action> actions) {
        List<Action.Change> changes = new ArrayList<>();
        List<WriteGroup> groups = new ArrayList<>();
        List<Write> deletions = new ArrayList<>();
        for (Action action : actions) {
            if (action instanceof Action.Change change) {
                changes.add(change);
                groups.add(WriteGroup.of(Patches.write(SETS, change.set(), patch(change))));
            } else if (action instanceof Action.Delete delete) {
                deletions.add(Patches.delete(SETS, delete.set()));
            }
        }
        Writes.all(client, groups);
        changes.forEach(change -> tellScaling(owner, change));
        Writes.deletions(client, deletions);
    }

    private static ObjectNode patch(Action.Change change) {
        ObjectNode patch = Patches.exactly(change.set());
        Map<String, String> before = Revisions.annotations(change.set());
        ObjectNode annotations = patch.withObject("metadata").putObject("annotations");
        change.annotations()
                .forEach(
                        (key, value) -> {
                            if (!value.equals(before.get(key))) {
                                annotations.put(key, value);
                            }
                        });
        patch.putObject("spec")
                .put("replicas", change.replicas())
                .put("minReadySeconds", change.minReadySeconds());
        return patch;
    }

    private void tellScaling(Deployment owner, Action.Change change) {
        if (change.from() != change.replicas()) {
            events.normal(
                    owner,
                    "ScalingReplicaSet",
                    "Scaled %s replica set %s from %d to %d"
                            .formatted(
                                    change.replicas() > change.from() ? "up" : "down",
                                    change.set().getMetadata().getName(),
                                    change.from(),
                                    change.replicas()));
        }
    }

    private Requeue create(DeploymentObserved seen, ReplicaSet set) {
        String namespace = set.getMetadata().getNamespace();
        WriteGroup group = WriteGroup.of(Write.create(SETS, namespace, Json.tree(set)));
        return switch (client.writeAll(List.of(group)).get(0)) {
            case WriteResult.Written written -> {
                if (Replicas.of(set) > 0) {
                    events.normal(
                            seen.owner(),
                            "ScalingReplicaSet",
                            "Scaled up replica set %s from 0 to %d"
                                    .formatted(set.getMetadata().getName(), Replicas.of(set)));
                }
                write(seen.owner(), DeploymentDecider.created(seen, set));
                yield Requeue.onChange();
            }
            case WriteResult.Refused refused -> refused(seen, set, refused.error());
        };
    }

    private Requeue refused(DeploymentObserved seen, ReplicaSet set, ApiError error) {
        if (error.reason().equals("AlreadyExists")) {
            if (!isOurs(seen.owner(), set)) {
                write(seen.owner(), DeploymentDecider.collided(seen));
            }
            return Requeue.backOff(error.message());
        }
        if (NamespaceGoing.isCause(error)) {
            return Requeue.onChange();
        }
        events.warning(
                seen.owner(),
                Conditions.CREATE_FAILED,
                "Failed to create new replica set \""
                        + set.getMetadata().getName()
                        + "\": "
                        + error.message());
        write(seen.owner(), DeploymentDecider.notCreated(seen, set, error.message()));
        return Requeue.backOff(error.message());
    }

    /** Whether the set of that name is the one we wanted, from an attempt whose answer was lost. */
    private boolean isOurs(Deployment owner, ReplicaSet wanted) {
        ObjectNode found =
                client.get(
                        SETS, wanted.getMetadata().getNamespace(), wanted.getMetadata().getName());
        if (found == null) {
            return true;
        }
        ReplicaSet live = Json.view(Json.bytes(found), ReplicaSet.class);
        return Owners.isControlledBy(live, owner)
                && TemplateHash.same(live.getSpec().getTemplate(), wanted.getSpec().getTemplate());
    }

    private void write(Deployment owner, DeploymentStatus status) {
        if (!status.equals(owner.getStatus())) {
            write(owner, status, null);
        }
    }

    /**
     * The revision goes the way of the status, because there alone an annotation does not count as
     * a change of what is wanted.
     */
    private void write(
            Deployment owner, @Nullable DeploymentStatus status, @Nullable String revision) {
        ObjectNode patch =
                Patches.statusPatch(
                        owner, owner.getStatus(), status == null ? new DeploymentStatus() : status);
        if (revision != null) {
            patch.withObject("metadata").putObject("annotations").put(Revisions.REVISION, revision);
        }
        Writes.one(client, Patches.write(DEPLOYMENTS, owner, "status", patch));
    }
}
