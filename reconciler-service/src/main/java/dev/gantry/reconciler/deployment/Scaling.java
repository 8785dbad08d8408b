package dev.gantry.reconciler.deployment;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sizes after the wanted count has changed, or while a rollout is paused. In the middle of a
 * rollout every set grows or shrinks in proportion to its size, so that the risk is spread
 * (Kubernetes documentation, "Proportional scaling"). Pure; O(n log n) of the sets.
 */
final class Scaling {

    private Scaling() {}

    static Map<ReplicaSet, Integer> step(Deployment deployment, Sets sets) {
        ReplicaSet only = sets.activeOrLatest();
        if (only != null) {
            return Map.of(only, Replicas.wanted(deployment));
        }
        ReplicaSet current = sets.current();
        if (current != null && isSaturated(deployment, current)) {
            return Rollout.emptyOld(sets);
        }
        return Replicas.isRolling(deployment) ? proportional(deployment, sets) : Map.of();
    }

    /** The current set alone does everything that is wanted. */
    private static boolean isSaturated(Deployment deployment, ReplicaSet current) {
        int wanted = Replicas.wanted(deployment);
        String desired = Revisions.annotations(current).get(Revisions.DESIRED);
        return Replicas.of(current) == wanted
                && Integer.toString(wanted).equals(desired)
                && Replicas.available(current) == wanted;
    }

    private static Map<ReplicaSet, Integer> proportional(Deployment deployment, Sets sets) {
        int wanted = Replicas.wanted(deployment);
        int allowed = wanted > 0 ? wanted + Replicas.maxSurge(deployment) : 0;
        int toAdd = allowed - Replicas.sum(sets.active());
        List<ReplicaSet> ordered =
                sets.active().stream()
                        .sorted(toAdd > 0 ? Sets.largestThenNewest() : Sets.largestThenOldest())
                        .toList();
        Map<ReplicaSet, Integer> sizes = new LinkedHashMap<>();
        int added = 0;
        for (ReplicaSet set : ordered) {
            int share = share(deployment, set, toAdd, added);
            sizes.put(set, Replicas.of(set) + share);
            added += share;
        }
        if (toAdd != added && !ordered.isEmpty()) {
            // what rounding left over goes to the largest
            int leftover = toAdd - added;
            sizes.computeIfPresent(ordered.get(0), (s, size) -> Math.max(0, size + leftover));
        }
        return sizes;
    }

    /** A set's part of what is to be added (or, negative, taken away), within what is left. */
    private static int share(Deployment deployment, ReplicaSet set, int toAdd, int added) {
        if (toAdd == 0 || Replicas.of(set) == 0 || toAdd == added) {
            return 0;
        }
        int fraction = fraction(deployment, set);
        int left = toAdd - added;
        return toAdd > 0 ? Math.min(fraction, left) : Math.max(fraction, left);
    }

    private static int fraction(Deployment deployment, ReplicaSet set) {
        int size = Replicas.of(set);
        int wanted = Replicas.wanted(deployment);
        if (wanted == 0) {
            return -size;
        }
        long before = Revisions.number(Revisions.annotations(set).get(Revisions.MAX));
        if (before <= 0) {
            before =
                    deployment.getStatus() == null
                            ? 0
                            : Replicas.or(deployment.getStatus().getReplicas(), 0);
        }
        if (before <= 0) {
            return 0;
        }
        int max = wanted + Replicas.maxSurge(deployment);
        return (int) Math.round((double) size * max / before) - size;
    }
}
