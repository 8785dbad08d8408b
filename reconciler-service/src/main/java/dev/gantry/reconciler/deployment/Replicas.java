package dev.gantry.reconciler.deployment;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import java.util.Collection;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Counts of sets, and how far a rollout may go above and below the wanted count. Pure. */
final class Replicas {

    private Replicas() {}

    static int of(ReplicaSet set) {
        return or(set.getSpec().getReplicas(), 1);
    }

    static int wanted(Deployment deployment) {
        return or(deployment.getSpec().getReplicas(), 1);
    }

    static int or(@Nullable Integer value, int absent) {
        return value == null ? absent : value;
    }

    static int sum(Collection<ReplicaSet> sets) {
        return sets.stream().mapToInt(Replicas::of).sum();
    }

    static int status(ReplicaSet set, ToIntFunction<ReplicaSetStatus> count) {
        return set.getStatus() == null ? 0 : count.applyAsInt(set.getStatus());
    }

    static int actual(ReplicaSet set) {
        return status(set, s -> or(s.getReplicas(), 0));
    }

    static int available(ReplicaSet set) {
        return status(set, s -> or(s.getAvailableReplicas(), 0));
    }

    static int ready(ReplicaSet set) {
        return status(set, s -> or(s.getReadyReplicas(), 0));
    }

    static int terminating(ReplicaSet set) {
        return status(set, s -> or(s.getTerminatingReplicas(), 0));
    }

    static int actual(Collection<ReplicaSet> sets) {
        return sets.stream().mapToInt(Replicas::actual).sum();
    }

    static int available(Collection<ReplicaSet> sets) {
        return sets.stream().mapToInt(Replicas::available).sum();
    }

    static boolean isRolling(Deployment deployment) {
        var strategy = deployment.getSpec().getStrategy();
        return strategy == null || !"Recreate".equals(strategy.getType());
    }

    /** How many pods there may be above the wanted count; percentages round up. */
    static int maxSurge(Deployment deployment) {
        return isRolling(deployment) ? fence(deployment).surge : 0;
    }

    /** How many of the wanted pods may be missing; percentages round down. */
    static int maxUnavailable(Deployment deployment) {
        int wanted = wanted(deployment);
        return isRolling(deployment) && wanted > 0
                ? Math.min(fence(deployment).unavailable, wanted)
                : 0;
    }

    private record Fence(int surge, int unavailable) {}

    /** Both cannot be zero: then one may be missing, or nothing would ever move. */
    private static Fence fence(Deployment deployment) {
        var strategy = deployment.getSpec().getStrategy();
        var rolling = strategy == null ? null : strategy.getRollingUpdate();
        int wanted = wanted(deployment);
        int surge = scaled(rolling == null ? null : rolling.getMaxSurge(), wanted, true);
        int unavailable =
                scaled(rolling == null ? null : rolling.getMaxUnavailable(), wanted, false);
        return surge == 0 && unavailable == 0 ? new Fence(0, 1) : new Fence(surge, unavailable);
    }

    private static int scaled(@Nullable IntOrString value, int of, boolean up) {
        if (value == null) {
            return percent(25, of, up);
        }
        if (value.getIntVal() != null) {
            return value.getIntVal();
        }
        String text = value.getStrVal();
        return percent(Integer.parseInt(text.substring(0, text.length() - 1)), of, up);
    }

    private static int percent(int percent, int of, boolean up) {
        long product = (long) percent * of;
        return (int) (up ? Math.ceilDiv(product, 100L) : Math.floorDiv(product, 100L));
    }
}
