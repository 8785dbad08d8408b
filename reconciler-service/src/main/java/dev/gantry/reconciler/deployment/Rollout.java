package dev.gantry.reconciler.deployment;

import dev.gantry.reconciler.pods.Pods;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The next sizes of a Deployment's sets. Pure; one step at a time, because the next step depends on
 * what became of this one. Sizes that stay are left out.
 *
 * <p>Example: 4 wanted, surge 1, unavailable 1, all 4 old and available. Step 1: new 0 to 1. Step
 * 2: old 4 to 3 (then 3 available are left, the least that is allowed). When a new one is ready:
 * new to 2, and so on.
 */
final class Rollout {

    private Rollout() {}

    /** A rolling update's next step: up as far as the surge lets it, else down. */
    static Map<ReplicaSet, Integer> rollingStep(
            Deployment deployment, Sets sets, ReplicaSet current) {
        int size = currentSize(deployment, sets.all(), Replicas.of(current));
        if (size != Replicas.of(current)) {
            return Map.of(current, size);
        }
        return shrinkOld(deployment, sets, current);
    }

    /** What size the current set may have now. */
    static int currentSize(Deployment deployment, List<ReplicaSet> all, int size) {
        int wanted = Replicas.wanted(deployment);
        if (!Replicas.isRolling(deployment) || size >= wanted) {
            return wanted;
        }
        int room = wanted + Replicas.maxSurge(deployment) - Replicas.sum(all);
        return room <= 0 ? size : size + Math.min(room, wanted - size);
    }

    private static Map<ReplicaSet, Integer> shrinkOld(
            Deployment deployment, Sets sets, ReplicaSet current) {
        Map<ReplicaSet, Integer> sizes = new LinkedHashMap<>();
        if (Replicas.sum(sets.old()) == 0) {
            return sizes;
        }
        int least = Replicas.wanted(deployment) - Replicas.maxUnavailable(deployment);
        int currentUnavailable = Replicas.of(current) - Replicas.available(current);
        int mayGo = Replicas.sum(sets.all()) - least - currentUnavailable;
        if (mayGo <= 0) {
            return sizes;
        }
        removeUnhealthy(sets.old(), mayGo, sizes);
        removeAvailable(sets.old(), Replicas.available(sets.all()) - least, sizes);
        return sizes;
    }

    /** Pods that are not available cost nothing to remove. */
    private static void removeUnhealthy(
            List<ReplicaSet> old, int mayGo, Map<ReplicaSet, Integer> sizes) {
        int left = mayGo;
        for (ReplicaSet set : old) {
            int size = Replicas.of(set);
            int unhealthy = size - Replicas.available(set);
            int gone = Math.min(left, unhealthy);
            if (size > 0 && gone > 0) {
                sizes.put(set, size - gone);
                left -= gone;
            }
        }
    }

    private static void removeAvailable(
            List<ReplicaSet> old, int spare, Map<ReplicaSet, Integer> sizes) {
        int left = spare;
        for (ReplicaSet set : old) {
            int size = sizes.getOrDefault(set, Replicas.of(set));
            int gone = Math.min(left, size);
            if (gone > 0) {
                sizes.put(set, size - gone);
                left -= gone;
            }
        }
    }

    /** Recreate, first half: no old set keeps a pod. */
    static Map<ReplicaSet, Integer> emptyOld(Sets sets) {
        Map<ReplicaSet, Integer> sizes = new LinkedHashMap<>();
        sets.activeOld().forEach(set -> sizes.put(set, 0));
        return sizes;
    }

    /** Recreate waits for this: pods of old sets that are not yet finished. */
    static boolean oldPodsRun(Sets sets, List<Pod> pods) {
        if (Replicas.actual(sets.old()) > 0) {
            return true;
        }
        String current = sets.current() == null ? "" : sets.current().getMetadata().getUid();
        return pods.stream().filter(p -> !Pods.isFinished(p)).anyMatch(p -> !ownedBy(p, current));
    }

    private static boolean ownedBy(Pod pod, String uid) {
        return pod.getMetadata().getOwnerReferences().stream()
                .anyMatch(r -> r.getUid().equals(uid));
    }
}
