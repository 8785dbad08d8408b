package dev.gantry.reconciler.daemonset;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.selector.LabelSelector;
import dev.gantry.client.StateClient;
import dev.gantry.client.StateClient.WriteGroup;
import dev.gantry.client.informer.Informer;
import dev.gantry.controller.ControllerLoop;
import dev.gantry.controller.Reconciler;
import dev.gantry.controller.Requeue;
import dev.gantry.controller.Trigger;
import dev.gantry.reconciler.controller.Patches;
import dev.gantry.reconciler.controller.Surroundings;
import dev.gantry.reconciler.controller.Writes;
import dev.gantry.reconciler.ownership.Claim;
import dev.gantry.reconciler.ownership.Owners;
import dev.gantry.reconciler.pods.Attempts;
import dev.gantry.reconciler.pods.FreshNames;
import dev.gantry.reconciler.pods.PodWrites;
import dev.gantry.reconciler.revision.History;
import dev.gantry.reconciler.revision.RevisionWrites;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatus;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatusBuilder;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The loop that keeps DaemonSets. */
public final class DaemonSets implements Reconciler {

    private static final ResourceType SETS = Catalog.builtIn().require("daemonsets.apps");

    private final Informer<DaemonSet> sets;
    private final Informer<Node> nodes;
    private final Informer<ControllerRevision> revisions;
    private final Informer<Pod> pods;
    private final StateClient client;
    private final PodWrites podWrites;
    private final RevisionWrites revisionWrites;
    private final Attempts attempts;
    private final Clock clock;

    private DaemonSets(
            Informer<DaemonSet> sets,
            Informer<Node> nodes,
            Informer<ControllerRevision> revisions,
            Surroundings around) {
        this.sets = sets;
        this.nodes = nodes;
        this.revisions = revisions;
        this.pods = around.pods();
        this.client = around.client();
        this.podWrites = new PodWrites(client, around.events("daemonset-controller"));
        this.revisionWrites = new RevisionWrites(client);
        this.attempts = new Attempts(around.clock().millis());
        this.clock = around.clock();
    }

    public static ControllerLoop loop(Surroundings around) {
        Informer<DaemonSet> sets = around.informers().informer("daemonsets.apps", DaemonSet.class);
        Informer<Node> nodes = around.informers().informer("nodes", Node.class);
        Informer<ControllerRevision> revisions =
                around.owned("controllerrevisions.apps", ControllerRevision.class);
        Trigger<Node> node =
                (before, after, queue) -> {
                    if (before == null || after == null || !sameToDaemons(before, after)) {
                        sets.list().forEach(s -> queue.accept(key(s)));
                    }
                };
        return around.loop(new DaemonSets(sets, nodes, revisions, around))
                .watch("daemonsets.apps", sets, Trigger.of(s -> List.of(key(s))))
                .watch("nodes", nodes, node)
                .watch("controllerrevisions.apps", revisions, Trigger.of(DaemonSets::owner))
                .watch("pods", around.pods(), Trigger.of(DaemonSets::owner));
    }

    private static boolean sameToDaemons(Node a, Node b) {
        return Objects.equals(a.getMetadata().getLabels(), b.getMetadata().getLabels())
                && Objects.equals(a.getSpec(), b.getSpec());
    }

    private static ObjectName key(HasMetadata object) {
        return new ObjectName(object.getMetadata().getNamespace(), object.getMetadata().getName());
    }

    private static List<ObjectName> owner(HasMetadata object) {
        return Owners.controllerOf(object)
                .filter(ref -> ref.getKind().equals("DaemonSet"))
                .map(
                        ref ->
                                List.of(
                                        new ObjectName(
                                                object.getMetadata().getNamespace(),
                                                ref.getName())))
                .orElse(List.of());
    }

    @Override
    public String name() {
        return "daemonset";
    }

    @Override
    public Requeue reconcile(ObjectName key) {
        DaemonSet set = sets.get(key.namespace(), key.name());
        if (set == null || Owners.isDeleting(set)) {
            return Requeue.onChange();
        }
        Claim<Pod> claim = claim(set);
        if (!claim.toAdopt().isEmpty() || !claim.toRelease().isEmpty()) {
            adoptAndRelease(set, claim);
            return Requeue.onChange();
        }
        String uid = set.getMetadata().getUid();
        History history = new History(set, revisions.byIndex(Surroundings.BY_OWNER, uid));
        ControllerRevision current = history.of(set.getSpec().getTemplate()).orElse(null);
        if (current == null) {
            return begin(set, history);
        }
        if (current.getRevision() + 1 < history.next()) {
            revisionWrites.renumber(current, history.next());
            return Requeue.onChange();
        }
        return apply(observe(set, claim.mine(), History.hash(current)), history);
    }

    private Claim<Pod> claim(DaemonSet set) {
        List<Pod> candidates =
                new ArrayList<>(pods.byIndex(Surroundings.BY_OWNER, set.getMetadata().getUid()));
        candidates.addAll(pods.byIndex(Surroundings.ORPHANS, set.getMetadata().getNamespace()));
        return Claim.of(
                set,
                LabelSelector.of(set.getSpec().getSelector()),
                candidates,
                dev.gantry.reconciler.pods.Pods::isActive);
    }

    private void adoptAndRelease(DaemonSet set, Claim<Pod> claim) {
        List<WriteGroup> groups =
                new ArrayList<>(PodWrites.releases(PodWrites.PODS, set, claim.toRelease()));
        groups.addAll(PodWrites.adoptions(PodWrites.PODS, set, claim.toAdopt()));
        Writes.all(client, groups);
    }

    private static int collisions(DaemonSet set) {
        return set.getStatus() == null || set.getStatus().getCollisionCount() == null
                ? 0
                : set.getStatus().getCollisionCount();
    }

    private Requeue begin(DaemonSet set, History history) {
        ControllerRevision fresh = history.make(set.getSpec().getTemplate(), collisions(set));
        if (!revisionWrites.create(set, fresh)) {
            DaemonSetStatus before =
                    set.getStatus() == null ? new DaemonSetStatus() : set.getStatus();
            writeStatus(
                    set,
                    new DaemonSetStatusBuilder(before)
                            .withCollisionCount(collisions(set) + 1)
                            .build());
        }
        return Requeue.onChange();
    }

    private DaemonSetObserved observe(DaemonSet set, List<Pod> mine, String hash) {
        String uid = set.getMetadata().getUid();
        return new DaemonSetObserved(
                set,
                nodes.list(),
                mine,
                hash,
                new FreshNames(set.getMetadata().getName() + "-", uid, attempts.salt(uid)),
                clock.instant());
    }

    private Requeue apply(DaemonSetObserved seen, History history) {
        DaemonSetDecider.Decision decision = DaemonSetDecider.decide(seen);
        PodWrites.Outcome deleted = podWrites.delete(seen.owner(), decision.delete());
        PodWrites.Outcome created =
                podWrites.create(seen.owner(), decision.create(), !seen.pods().isEmpty());
        if (created.known()) {
            attempts.known(seen.owner().getMetadata().getUid());
        }
        if (!decision.status().equals(seen.owner().getStatus())) {
            writeStatus(seen.owner(), decision.status());
        }
        revisionWrites.delete(
                history.beyond(
                        seen.owner().getSpec().getRevisionHistoryLimit(), inUse(seen, history)));
        var failure = created.failure() == null ? deleted.failure() : created.failure();
        return failure == null
                ? Requeue.after(decision.recheckAfter())
                : Requeue.backOff(failure.message());
    }

    /** Revisions that pods are made of, and the present one. */
    private static Set<String> inUse(DaemonSetObserved seen, History history) {
        Set<String> hashes = new HashSet<>();
        hashes.add(seen.hash());
        for (Pod pod : seen.pods()) {
            if (pod.getMetadata().getLabels() != null) {
                hashes.add(pod.getMetadata().getLabels().getOrDefault(History.POD_HASH, ""));
            }
        }
        Set<String> names = new HashSet<>();
        history.all().stream()
                .filter(r -> hashes.contains(History.hash(r)))
                .forEach(r -> names.add(r.getMetadata().getName()));
        return names;
    }

    private void writeStatus(DaemonSet set, DaemonSetStatus after) {
        Writes.one(client, Patches.status(SETS, set, set.getStatus(), after));
    }
}
