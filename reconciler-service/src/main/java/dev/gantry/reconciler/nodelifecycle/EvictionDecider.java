package dev.gantry.reconciler.nodelifecycle;

import dev.gantry.reconciler.pods.Pods;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a pod has to leave a tainted node. Pure; O(taints x tolerations).
 *
 * <p>Each {@code NoExecute} taint must be tolerated; the one whose time of toleration ends first
 * decides. Time runs from when the taint was added, so that a new leader comes to the same end.
 */
final class EvictionDecider {

    private EvictionDecider() {}

    /** Empty when it may stay for ever. */
    static Optional<Instant> leavesAt(Pod pod, Node node, Instant now) {
        List<Taint> taints =
                node.getSpec() == null
                        ? List.of()
                        : node.getSpec().getTaints().stream()
                                .filter(t -> "NoExecute".equals(t.getEffect()))
                                .toList();
        if (Pods.isTerminating(pod)) {
            return Optional.empty();
        }
        Instant earliest = Instant.MAX;
        for (Taint taint : taints) {
            Instant end = toleratedUntil(pod, taint, now);
            earliest = end.isBefore(earliest) ? end : earliest;
        }
        return earliest.equals(Instant.MAX) ? Optional.empty() : Optional.of(earliest);
    }

    private static Instant toleratedUntil(Pod pod, Taint taint, Instant now) {
        Instant added = Pods.time(taint.getTimeAdded());
        Instant start = added == null ? now : added;
        Instant end = Instant.MIN;
        for (Toleration toleration : pod.getSpec().getTolerations()) {
            if (tolerates(toleration, taint)) {
                Instant one = end(toleration.getTolerationSeconds(), start);
                // of tolerations for one taint the shortest counts
                end = end.equals(Instant.MIN) || one.isBefore(end) ? one : end;
            }
        }
        return end.equals(Instant.MIN) ? now : end;
    }

    private static Instant end(@Nullable Long seconds, Instant start) {
        return seconds == null ? Instant.MAX : start.plusSeconds(Math.max(0, seconds));
    }

    static boolean tolerates(Toleration toleration, Taint taint) {
        String effect = toleration.getEffect();
        String key = toleration.getKey();
        boolean anyKey = key == null || key.isEmpty();
        if (effect != null && !effect.isEmpty() && !effect.equals(taint.getEffect())) {
            return false;
        }
        if (!anyKey && !key.equals(taint.getKey())) {
            return false;
        }
        if ("Exists".equals(toleration.getOperator())) {
            return true;
        }
        return !anyKey && orEmpty(toleration.getValue()).equals(orEmpty(taint.getValue()));
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
