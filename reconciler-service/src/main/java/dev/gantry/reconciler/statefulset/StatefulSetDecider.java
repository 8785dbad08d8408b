package dev.gantry.reconciler.statefulset;

import dev.gantry.reconciler.ownership.Owners;
import dev.gantry.reconciler.pods.Pods;
import dev.gantry.reconciler.revision.History;
import dev.gantry.reconciler.statefulset.StatefulSetObserved.Version;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatusBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What to do for one StatefulSet. Pure; O(pods of the set).
 *
 * <p>In order (the default): the first pod that is missing or not available stops everything behind
 * it; pods go from the last to the first, and only while all before are available. In parallel:
 * nobody waits, but an update still takes only as many as may be unavailable.
 */
final class StatefulSetDecider {

    private final StatefulSetObserved seen;
    private final StatefulSet set;
    private final boolean ordered;
    private final Map<Integer, Pod> wanted = new TreeMap<>();
    private final List<Pod> condemned = new ArrayList<>();
    private final List<PersistentVolumeClaim> claims = new ArrayList<>();
    private final List<Pod> create = new ArrayList<>();
    private final List<Pod> delete = new ArrayList<>();

    private StatefulSetDecider(StatefulSetObserved seen) {
        this.seen = seen;
        this.set = seen.owner();
        this.ordered = !"Parallel".equals(set.getSpec().getPodManagementPolicy());
        int first = Identity.start(set);
        int end = first + Identity.replicas(set);
        for (Pod pod : seen.pods()) {
            int ordinal = Identity.ordinal(set, pod);
            if (ordinal >= first && ordinal < end) {
                wanted.put(ordinal, pod);
            } else {
                condemned.add(pod);
            }
        }
        condemned.sort(Comparator.comparing((Pod p) -> -Identity.ordinal(set, p)));
    }

    /**
     * Claims are created before the pods that use them.
     *
     * @param status what the set's status becomes
     */
    record Decision(
            List<PersistentVolumeClaim> claims,
            List<Pod> create,
            List<Pod> delete,
            StatefulSetStatus status,
            @Nullable Duration recheckAfter) {}

    static Decision decide(StatefulSetObserved seen) {
        StatefulSetDecider decider = new StatefulSetDecider(seen);
        if (!Owners.isDeleting(seen.owner())) {
            decider.act();
        }
        return new Decision(
                List.copyOf(decider.claims),
                List.copyOf(decider.create),
                List.copyOf(decider.delete),
                decider.status(),
                decider.recheckAfter());
    }

    private void act() {
        if (fill() || shrink() || "OnDelete".equals(strategy())) {
            return;
        }
        update();
    }

    private String strategy() {
        var strategy = set.getSpec().getUpdateStrategy();
        return strategy == null || strategy.getType() == null
                ? "RollingUpdate"
                : strategy.getType();
    }

    /** Makes what is missing; true when what comes next has to wait. */
    private boolean fill() {
        int first = Identity.start(set);
        boolean waits = false;
        for (int ordinal = first; ordinal < first + Identity.replicas(set); ordinal++) {
            Pod pod = wanted.get(ordinal);
            if (pod == null) {
                create(ordinal);
                waits = true;
            } else if (Pods.isTerminating(pod)) {
                waits = true;
            } else if (Pods.isFinished(pod)) {
                // its successor is made when it is gone
                delete.add(pod);
                waits = true;
            } else if (!isAvailable(pod)) {
                missingClaims(ordinal);
                waits = true;
            }
            if (waits && ordered) {
                return true;
            }
        }
        return !create.isEmpty();
    }

    private void create(int ordinal) {
        missingClaims(ordinal);
        create.add(Identity.pod(set, versionFor(ordinal), ordinal));
    }

    private void missingClaims(int ordinal) {
        for (PersistentVolumeClaim claim : Identity.claims(set, ordinal)) {
            if (!seen.claims().containsKey(claim.getMetadata().getName())) {
                claims.add(claim);
            }
        }
    }

    /** In the middle of a rollout the pods that are not its turn are made as they were. */
    private Version versionFor(int ordinal) {
        if (!strategy().equals("RollingUpdate")) {
            return seen.update();
        }
        int first = Identity.start(set);
        int partition = partition();
        int before = partition > 0 ? partition : currentReplicas();
        return ordinal < first + before ? seen.current() : seen.update();
    }

    private int currentReplicas() {
        return (int)
                wanted.values().stream()
                        .filter(p -> isOf(p, seen.current()) && !Pods.isTerminating(p))
                        .count();
    }

    private int partition() {
        var strategy = set.getSpec().getUpdateStrategy();
        var rolling = strategy == null ? null : strategy.getRollingUpdate();
        return rolling == null || rolling.getPartition() == null ? 0 : rolling.getPartition();
    }

    private int maxUnavailable() {
        var strategy = set.getSpec().getUpdateStrategy();
        var rolling = strategy == null ? null : strategy.getRollingUpdate();
        IntOrString value = rolling == null ? null : rolling.getMaxUnavailable();
        if (value == null) {
            return 1;
        }
        if (value.getIntVal() != null) {
            return Math.max(1, value.getIntVal());
        }
        String text = value.getStrVal();
        long percent = Long.parseLong(text.substring(0, text.length() - 1));
        return (int) Math.max(1, Math.ceilDiv(percent * Identity.replicas(set), 100L));
    }

    private static boolean isOf(Pod pod, Version version) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        return labels != null && version.name().equals(labels.get(History.POD_HASH));
    }

    private int minReadySeconds() {
        Integer seconds = set.getSpec().getMinReadySeconds();
        return seconds == null ? 0 : seconds;
    }

    private boolean isAvailable(Pod pod) {
        return Pods.phase(pod).equals("Running")
                && Pods.isAvailable(pod, minReadySeconds(), seen.now());
    }

    /** Takes away what is too much, from the end; true when an update has to wait for it. */
    private boolean shrink() {
        for (Pod pod : condemned) {
            if (!Pods.isTerminating(pod)) {
                delete.add(pod);
            }
            if (ordered) {
                return true;
            }
        }
        return !condemned.isEmpty();
    }

    /** Replaces pods of other revisions, from the last ordinal to the partition. */
    private void update() {
        int lowest = Identity.start(set) + partition();
        List<Integer> down = new ArrayList<>(wanted.keySet()).reversed();
        int mayBeMissing =
                maxUnavailable()
                        - (int)
                                wanted.values().stream()
                                        .filter(p -> Pods.isTerminating(p) || !isAvailable(p))
                                        .count();
        for (int ordinal : down) {
            Pod pod = wanted.get(ordinal);
            if (ordinal < lowest || pod == null || Pods.isTerminating(pod)) {
                continue;
            }
            if (!isOf(pod, seen.update())) {
                // a pod that is not available costs nothing to replace
                boolean free = !isAvailable(pod);
                if (!free && mayBeMissing <= 0) {
                    return;
                }
                mayBeMissing -= free ? 0 : 1;
                delete.add(pod);
            }
        }
    }

    private StatefulSetStatus status() {
        boolean complete = isComplete();
        Version current = complete ? seen.update() : seen.current();
        int currentCount = count(p -> isOf(p, current) && !Pods.isTerminating(p));
        int updated = count(p -> isOf(p, seen.update()) && !Pods.isTerminating(p));
        StatefulSetStatus before = set.getStatus();
        return new StatefulSetStatusBuilder()
                .withObservedGeneration(set.getMetadata().getGeneration())
                .withReplicas(seen.pods().size())
                .withReadyReplicas(
                        orNull(count(p -> Pods.phase(p).equals("Running") && Pods.isReady(p))))
                .withAvailableReplicas(count(this::isAvailable))
                .withCurrentReplicas(orNull(currentCount))
                .withUpdatedReplicas(orNull(updated))
                .withCurrentRevision(current.name())
                .withUpdateRevision(seen.update().name())
                .withCollisionCount(seen.collisions())
                .withConditions(before == null ? List.of() : before.getConditions())
                .build();
    }

    /** A rollout ends when every pod is of the new revision and ready. */
    private boolean isComplete() {
        boolean allUpdated =
                wanted.size() == Identity.replicas(set)
                        && wanted.values().stream()
                                .allMatch(
                                        p ->
                                                isOf(p, seen.update())
                                                        && !Pods.isTerminating(p)
                                                        && Pods.isReady(p));
        return strategy().equals("RollingUpdate") && allUpdated;
    }

    private int count(java.util.function.Predicate<Pod> which) {
        return (int) seen.pods().stream().filter(which).count();
    }

    private static @Nullable Integer orNull(int count) {
        return count == 0 ? null : count;
    }

    private @Nullable Duration recheckAfter() {
        return seen.pods().stream()
                .map(p -> Pods.untilAvailable(p, minReadySeconds(), seen.now()))
                .filter(left -> left != null)
                .min(Duration::compareTo)
                .orElse(null);
    }
}
