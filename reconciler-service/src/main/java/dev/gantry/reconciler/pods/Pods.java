package dev.gantry.reconciler.pods;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Facts about a pod. Pure. */
public final class Pods {

    private Pods() {}

    public static String phase(Pod pod) {
        return pod.getStatus() == null || pod.getStatus().getPhase() == null
                ? "Pending"
                : pod.getStatus().getPhase();
    }

    /** Succeeded or Failed: it will never run again. */
    public static boolean isFinished(Pod pod) {
        String phase = phase(pod);
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    public static boolean isTerminating(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    /** Counts as a replica: neither finished nor going. */
    public static boolean isActive(Pod pod) {
        return !isFinished(pod) && !isTerminating(pod);
    }

    public static boolean isReady(Pod pod) {
        return condition(pod, "Ready").map(c -> "True".equals(c.getStatus())).orElse(false);
    }

    public static Optional<PodCondition> condition(Pod pod, String type) {
        if (pod.getStatus() == null) {
            return Optional.empty();
        }
        return pod.getStatus().getConditions().stream()
                .filter(c -> type.equals(c.getType()))
                .findFirst();
    }

    /** When a ready pod became so. */
    public static @Nullable Instant readySince(Pod pod) {
        return condition(pod, "Ready")
                .filter(c -> "True".equals(c.getStatus()))
                .map(c -> time(c.getLastTransitionTime()))
                .orElse(null);
    }

    /** Ready for at least {@code minReadySeconds}. */
    public static boolean isAvailable(Pod pod, int minReadySeconds, Instant now) {
        if (!isReady(pod)) {
            return false;
        }
        Instant since = readySince(pod);
        return minReadySeconds == 0
                || (since != null && !since.plusSeconds(minReadySeconds).isAfter(now));
    }

    /** How long until a ready pod becomes available; null when it is, or is not ready. */
    public static @Nullable Duration untilAvailable(Pod pod, int minReadySeconds, Instant now) {
        Instant since = readySince(pod);
        if (minReadySeconds == 0 || since == null) {
            return null;
        }
        Duration left = Duration.between(now, since.plusSeconds(minReadySeconds));
        return left.isNegative() || left.isZero() ? null : left;
    }

    /** The most restarts of any of its containers. */
    static int restarts(Pod pod) {
        if (pod.getStatus() == null) {
            return 0;
        }
        return pod.getStatus().getContainerStatuses().stream()
                .map(ContainerStatus::getRestartCount)
                .filter(count -> count != null)
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
    }

    public static Instant created(Pod pod) {
        Instant at = time(pod.getMetadata().getCreationTimestamp());
        return at == null ? Instant.EPOCH : at;
    }

    public static @Nullable Instant time(@Nullable String text) {
        return text == null || text.isEmpty() ? null : Instant.parse(text);
    }
}
