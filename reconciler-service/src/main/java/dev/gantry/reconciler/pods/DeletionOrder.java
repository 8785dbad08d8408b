package dev.gantry.reconciler.pods;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which pods go first when there are too many.
 *
 * <p>In this order: unassigned before assigned; Pending, then Unknown, then Running; unready before
 * ready; lower deletion cost first; more related pods on the same node first; ready for a shorter
 * time first; more restarts first; younger first. Times are compared on a logarithmic scale, so
 * that among pods of similar age the choice is arbitrary but stable (Kubernetes documentation,
 * ReplicaSet, "Scaling a ReplicaSet"). O(n log n).
 */
public final class DeletionOrder {

    private static final String COST = "controller.kubernetes.io/pod-deletion-cost";

    private final Map<String, Integer> relatedOnNode = new HashMap<>();
    private final Instant now;

    private DeletionOrder(List<Pod> related, Instant now) {
        this.now = now;
        for (Pod pod : related) {
            if (Pods.isActive(pod)) {
                relatedOnNode.merge(node(pod), 1, Integer::sum);
            }
        }
    }

    /**
     * The first {@code count} to go.
     *
     * @param related active pods of the same application, this set's included; they should end up
     *     spread over nodes
     */
    public static List<Pod> first(int count, List<Pod> pods, List<Pod> related, Instant now) {
        if (count >= pods.size()) {
            return pods;
        }
        return pods.stream().sorted(new DeletionOrder(related, now).order()).limit(count).toList();
    }

    private Comparator<Pod> order() {
        return Comparator.comparing((Pod p) -> !node(p).isEmpty())
                .thenComparing(p -> phaseRank(Pods.phase(p)))
                .thenComparing(Pods::isReady)
                .thenComparing(DeletionOrder::cost)
                .thenComparing(p -> -relatedOnNode.getOrDefault(node(p), 0))
                .thenComparing(this::byReadyTime)
                .thenComparing(p -> -Pods.restarts(p))
                .thenComparing((a, b) -> byAge(Pods.created(a), Pods.created(b)))
                .thenComparing(p -> p.getMetadata().getUid());
    }

    private int byReadyTime(Pod a, Pod b) {
        Instant left = Pods.readySince(a);
        Instant right = Pods.readySince(b);
        return left == null || right == null ? 0 : byAge(left, right);
    }

    private int byAge(Instant a, Instant b) {
        return Long.compare(magnitude(a), magnitude(b));
    }

    /** The power of two of an age in nanoseconds; -1 for the future. */
    private long magnitude(@Nullable Instant since) {
        if (since == null || !since.isBefore(now)) {
            return -1;
        }
        Duration age = Duration.between(since, now);
        return age.compareTo(Duration.ofDays(100_000)) > 0
                ? 63
                : 63 - Long.numberOfLeadingZeros(age.toNanos());
    }

    private static int phaseRank(String phase) {
        return switch (phase) {
            case "Pending" -> 0;
            case "Unknown" -> 1;
            default -> 2;
        };
    }

    private static int cost(Pod pod) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        String text = annotations == null ? null : annotations.get(COST);
        try {
            return text == null ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static String node(Pod pod) {
        String node = pod.getSpec().getNodeName();
        return node == null ? "" : node;
    }
}
