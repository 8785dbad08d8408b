package dev.gantry.reconciler.statefulset;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.selector.LabelSelector;
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
import dev.gantry.reconciler.ownership.Claim;
import dev.gantry.reconciler.ownership.Owners;
import dev.gantry.reconciler.pods.PodWrites;
import dev.gantry.reconciler.revision.History;
import dev.gantry.reconciler.revision.RevisionWrites;
import dev.gantry.reconciler.statefulset.StatefulSetObserved.Version;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatusBuilder;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Observes, decides and applies for StatefulSets. */
final class StatefulSetReconciler implements Reconciler {

    private static final ResourceType SETS = Catalog.builtIn().require("statefulsets.apps");
    private static final ResourceType CLAIMS = Catalog.builtIn().require("persistentvolumeclaims");

    private final Informer<StatefulSet> sets;
    private final Informer<ControllerRevision> revisions;
    private final Informer<PersistentVolumeClaim> claims;
    private final Informer<Pod> pods;
    private final StateClient client;
    private final RevisionWrites revisionWrites;
    private final EventRecorder events;
    private final Clock clock;

    StatefulSetReconciler(
            Informer<StatefulSet> sets,
            Informer<ControllerRevision> revisions,
            Informer<PersistentVolumeClaim> claims,
            EventRecorder events,
            Surroundings around) {
        this.sets = sets;
        this.revisions = revisions;
        this.claims = claims;
        this.pods = around.pods();
        this.client = around.client();
        this.revisionWrites = new RevisionWrites(client);
        this.events = events;
        this.clock = around.clock();
    }

    @Override
    public String name() {
        return "statefulset";
    }

    @Override
    public Requeue reconcile(ObjectName key) {
        StatefulSet set = sets.get(key.namespace(), key.name());
        if (set == null) {
            return Requeue.onChange();
        }
        Claim<Pod> claim = claim(set);
        if (!claim.toAdopt().isEmpty() || !claim.toRelease().isEmpty()) {
            adoptAndRelease(set, claim);
            return Requeue.onChange();
        }
        History history =
                new History(
                        set, revisions.byIndex(Surroundings.BY_OWNER, set.getMetadata().getUid()));
        ControllerRevision update = history.of(set.getSpec().getTemplate()).orElse(null);
        if (update == null) {
            return begin(set, history);
        }
        if (update.getRevision() + 1 < history.next()) {
            revisionWrites.renumber(update, history.next());
            return Requeue.onChange();
        }
        return apply(observe(set, claim.mine(), history, update), history);
    }

    private Claim<Pod> claim(StatefulSet set) {
        List<Pod> candidates =
                new ArrayList<>(pods.byIndex(Surroundings.BY_OWNER, set.getMetadata().getUid()));
        candidates.addAll(pods.byIndex(Surroundings.ORPHANS, set.getMetadata().getNamespace()));
        return Claim.of(
                set,
                LabelSelector.of(set.getSpec().getSelector()),
                candidates,
                p -> Identity.ordinal(set, p) >= 0);
    }

    private void adoptAndRelease(StatefulSet set, Claim<Pod> claim) {
        List<WriteGroup> groups =
                new ArrayList<>(PodWrites.releases(PodWrites.PODS, set, claim.toRelease()));
        groups.addAll(PodWrites.adoptions(PodWrites.PODS, set, claim.toAdopt()));
        Writes.all(client, groups);
    }

    private static int collisions(StatefulSet set) {
        return set.getStatus() == null || set.getStatus().getCollisionCount() == null
                ? 0
                : set.getStatus().getCollisionCount();
    }

    /** A template that has no revision yet gets one before anything else. */
    private Requeue begin(StatefulSet set, History history) {
        if (Owners.isDeleting(set)) {
            return Requeue.onChange();
        }
        ControllerRevision fresh = history.make(set.getSpec().getTemplate(), collisions(set));
        if (!revisionWrites.create(set, fresh)) {
            StatefulSetStatus before =
                    set.getStatus() == null ? new StatefulSetStatus() : set.getStatus();
            writeStatus(
                    set,
                    new StatefulSetStatusBuilder(before)
                            .withCollisionCount(collisions(set) + 1)
                            .build());
        }
        return Requeue.onChange();
    }

    private StatefulSetObserved observe(
            StatefulSet set, List<Pod> mine, History history, ControllerRevision update) {
        Version to = version(update);
        String name = set.getStatus() == null ? null : set.getStatus().getCurrentRevision();
        Version from = history.named(name).map(StatefulSetReconciler::version).orElse(to);
        Map<String, PersistentVolumeClaim> present = new HashMap<>();
        if (!set.getSpec().getVolumeClaimTemplates().isEmpty()) {
            claims.list(set.getMetadata().getNamespace())
                    .forEach(c -> present.put(c.getMetadata().getName(), c));
        }
        return new StatefulSetObserved(
                set, mine, present, from, to, collisions(set), clock.instant());
    }

    private static Version version(ControllerRevision revision) {
        return new Version(revision.getMetadata().getName(), History.template(revision));
    }

    private Requeue apply(StatefulSetObserved seen, History history) {
        StatefulSetDecider.Decision decision = StatefulSetDecider.decide(seen);
        String failure = createClaims(seen.owner(), decision.claims());
        if (failure.isEmpty()) {
            failure = createPods(seen.owner(), decision.create());
        }
        deletePods(seen.owner(), decision.delete());
        if (!decision.status().equals(seen.owner().getStatus())) {
            writeStatus(seen.owner(), decision.status());
        }
        revisionWrites.delete(
                history.beyond(seen.owner().getSpec().getRevisionHistoryLimit(), inUse(seen)));
        return failure.isEmpty()
                ? Requeue.after(decision.recheckAfter())
                : Requeue.backOff(failure);
    }

    private static Set<String> inUse(StatefulSetObserved seen) {
        Set<String> names = new HashSet<>();
        names.add(seen.current().name());
        names.add(seen.update().name());
        for (Pod pod : seen.pods()) {
            if (pod.getMetadata().getLabels() != null) {
                names.add(pod.getMetadata().getLabels().getOrDefault(History.POD_HASH, ""));
            }
        }
        return names;
    }

    private String createClaims(StatefulSet set, List<PersistentVolumeClaim> wanted) {
        String failure = "";
        for (PersistentVolumeClaim claim : wanted) {
            String name = claim.getMetadata().getName();
            Write write =
                    Write.create(CLAIMS, claim.getMetadata().getNamespace(), Json.tree(claim));
            WriteResult result = client.writeAll(List.of(WriteGroup.of(write))).get(0);
            if (result instanceof WriteResult.Written) {
                events.normal(
                        set,
                        "SuccessfulCreate",
                        "create Claim %s in StatefulSet %s success"
                                .formatted(name, set.getMetadata().getName()));
            } else if (result instanceof WriteResult.Refused refused
                    && !refused.error().reason().equals("AlreadyExists")) {
                failure = refused.error().message();
                events.warning(
                        set,
                        "FailedCreate",
                        "create Claim %s in StatefulSet %s failed error: %s"
                                .formatted(name, set.getMetadata().getName(), failure));
            }
        }
        return failure;
    }

    private String createPods(StatefulSet set, List<Pod> wanted) {
        if (wanted.isEmpty()) {
            return "";
        }
        List<WriteGroup> groups =
                wanted.stream()
                        .map(
                                p ->
                                        WriteGroup.of(
                                                Write.create(
                                                        PodWrites.PODS,
                                                        p.getMetadata().getNamespace(),
                                                        Json.tree(p))))
                        .toList();
        List<WriteResult> results = client.writeAll(groups);
        String failure = "";
        for (int i = 0; i < results.size(); i++) {
            String one = told(set, wanted.get(i), results.get(i));
            failure = failure.isEmpty() ? one : failure;
        }
        return failure;
    }

    private String told(StatefulSet set, Pod pod, WriteResult result) {
        String what =
                "create Pod %s in StatefulSet %s"
                        .formatted(pod.getMetadata().getName(), set.getMetadata().getName());
        return switch (result) {
            case WriteResult.Written written -> {
                events.normal(set, "SuccessfulCreate", what + " successful");
                yield "";
            }
            case WriteResult.Refused refused -> {
                if (NamespaceGoing.isCause(refused.error())) {
                    yield "";
                }
                String why = refused.error().message();
                events.warning(set, "FailedCreate", what + " failed error: " + why);
                yield why;
            }
        };
    }

    private void deletePods(StatefulSet set, List<Pod> unwanted) {
        for (Pod pod : unwanted) {
            String name = pod.getMetadata().getName();
            if (dev.gantry.reconciler.pods.Pods.isFinished(pod)) {
                events.warning(
                        set,
                        "RecreatingFailedPod",
                        "StatefulSet %s/%s is recreating failed Pod %s"
                                .formatted(
                                        set.getMetadata().getNamespace(),
                                        set.getMetadata().getName(),
                                        name));
            }
            Writes.deletions(
                    client,
                    List.of(
                            Write.delete(
                                    PodWrites.PODS,
                                    pod.getMetadata().getNamespace(),
                                    name,
                                    Patches.deletion(pod.getMetadata().getUid()))));
            events.normal(
                    set,
                    "SuccessfulDelete",
                    "delete Pod %s in StatefulSet %s successful"
                            .formatted(name, set.getMetadata().getName()));
        }
    }

    private void writeStatus(StatefulSet set, StatefulSetStatus after) {
        Writes.one(client, Patches.status(SETS, set, set.getStatus(), after));
    }
}
