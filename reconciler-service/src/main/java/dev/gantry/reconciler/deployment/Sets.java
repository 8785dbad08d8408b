package dev.gantry.reconciler.deployment;

import dev.gantry.reconciler.ownership.Owners;
import dev.gantry.reconciler.pods.Pods;
import dev.gantry.reconciler.pods.TemplateHash;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sets of a Deployment: the one of its current template, if there is one, and the others.
 *
 * @param old oldest first
 */
record Sets(@Nullable ReplicaSet current, List<ReplicaSet> old) {

    private static final Comparator<ReplicaSet> BY_AGE =
            Comparator.comparing(Sets::created).thenComparing(s -> s.getMetadata().getName());

    /** Of several sets with the current template, which cannot be but may, the oldest counts. */
    static Sets of(Deployment deployment, List<ReplicaSet> mine) {
        List<ReplicaSet> byAge = mine.stream().sorted(BY_AGE).toList();
        ReplicaSet current =
                byAge.stream()
                        .filter(
                                s ->
                                        TemplateHash.same(
                                                s.getSpec().getTemplate(),
                                                deployment.getSpec().getTemplate()))
                        .findFirst()
                        .orElse(null);
        return new Sets(current, byAge.stream().filter(s -> s != current).toList());
    }

    private static Instant created(ReplicaSet set) {
        Instant at = Pods.time(set.getMetadata().getCreationTimestamp());
        return at == null ? Instant.EPOCH : at;
    }

    List<ReplicaSet> all() {
        List<ReplicaSet> all = new ArrayList<>(old);
        if (current != null) {
            all.add(current);
        }
        return all;
    }

    List<ReplicaSet> active() {
        return all().stream().filter(s -> Replicas.of(s) > 0).toList();
    }

    List<ReplicaSet> activeOld() {
        return old.stream().filter(s -> Replicas.of(s) > 0).toList();
    }

    /** The one that has pods, or, where none has, the newest; null when several have. */
    @Nullable ReplicaSet activeOrLatest() {
        List<ReplicaSet> active = active();
        if (active.size() > 1) {
            return null;
        }
        if (active.size() == 1) {
            return active.get(0);
        }
        return current != null ? current : old.isEmpty() ? null : old.get(old.size() - 1);
    }

    static Comparator<ReplicaSet> largestThenNewest() {
        return Comparator.comparing((ReplicaSet s) -> -Replicas.of(s))
                .thenComparing(BY_AGE.reversed());
    }

    static Comparator<ReplicaSet> largestThenOldest() {
        return Comparator.comparing((ReplicaSet s) -> -Replicas.of(s)).thenComparing(BY_AGE);
    }

    /** Sets that history need not keep: without pods, settled, beyond the limit, oldest first. */
    List<ReplicaSet> beyondHistory(@Nullable Integer limit) {
        if (limit == null || limit == Integer.MAX_VALUE) {
            return List.of();
        }
        List<ReplicaSet> kept = old.stream().filter(s -> !Owners.isDeleting(s)).toList();
        return kept.stream()
                .sorted(
                        Comparator.<ReplicaSet>comparingLong(Revisions::revision)
                                .thenComparing(BY_AGE))
                .limit(Math.max(0, kept.size() - limit))
                .filter(Sets::isSpent)
                .toList();
    }

    private static boolean isSpent(ReplicaSet set) {
        Long generation = set.getMetadata().getGeneration();
        Long observed = set.getStatus() == null ? null : set.getStatus().getObservedGeneration();
        return Replicas.of(set) == 0
                && Replicas.actual(set) == 0
                && (generation == null || (observed != null && generation <= observed));
    }

    /** Whether the counts that a set was last scaled for are not the Deployment's any more. */
    boolean isScaling(Deployment deployment) {
        String wanted = Integer.toString(Replicas.wanted(deployment));
        for (ReplicaSet set : active()) {
            Map<String, String> annotations = Revisions.annotations(set);
            String desired = annotations.get(Revisions.DESIRED);
            if (desired != null && !desired.equals(wanted)) {
                return true;
            }
        }
        return false;
    }
}
