package dev.gantry.reconciler.nodelifecycle;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The taints that a node's conditions call for. Pure. Taints of other keys are left as they are.
 *
 * <p>{@code NoSchedule} follows the conditions at once; {@code NoExecute} is added only where an
 * eviction is allowed, and taken away when the node is ready or the whole cluster is not.
 */
final class TaintDecider {

    static final String NOT_READY = "node.kubernetes.io/not-ready";
    static final String UNREACHABLE = "node.kubernetes.io/unreachable";

    private static final Set<String> OURS =
            Set.of(
                    NOT_READY,
                    UNREACHABLE,
                    "node.kubernetes.io/memory-pressure",
                    "node.kubernetes.io/disk-pressure",
                    "node.kubernetes.io/pid-pressure",
                    "node.kubernetes.io/network-unavailable",
                    "node.kubernetes.io/unschedulable");

    private TaintDecider() {}

    /** What may be done about pods that run on a node that is not ready. */
    enum Eviction {
        /** The taint may be added now. */
        ALLOWED,
        /** Not yet; a taint that is there stays. */
        LATER,
        /** Nothing is ready anywhere: it is not the nodes' fault, and no taint stays. */
        SUSPENDED
    }

    /** All taints that the node should have, in the order in which they are. */
    static List<Taint> decide(Node node, Eviction eviction, Instant now) {
        List<Taint> present = node.getSpec() == null ? List.of() : node.getSpec().getTaints();
        List<Taint> wanted = new ArrayList<>();
        wanted.addAll(noSchedule(node));
        Taint execute = noExecute(node, present, eviction, now);
        if (execute != null) {
            wanted.add(execute);
        }
        List<Taint> result = new ArrayList<>();
        for (Taint taint : present) {
            Taint same = find(wanted, taint);
            if (same != null || !isOurs(taint)) {
                result.add(taint);
                wanted.remove(same);
            }
        }
        result.addAll(wanted);
        return result;
    }

    private static boolean isOurs(Taint taint) {
        return OURS.contains(taint.getKey())
                && (taint.getEffect().equals("NoSchedule")
                        || (taint.getEffect().equals("NoExecute")
                                && (taint.getKey().equals(NOT_READY)
                                        || taint.getKey().equals(UNREACHABLE))));
    }

    private static @Nullable Taint find(List<Taint> taints, Taint like) {
        return taints.stream()
                .filter(
                        t ->
                                t.getKey().equals(like.getKey())
                                        && t.getEffect().equals(like.getEffect()))
                .findFirst()
                .orElse(null);
    }

    private static List<Taint> noSchedule(Node node) {
        List<Taint> taints = new ArrayList<>();
        boolean reported = NodeFacts.condition(node, "Ready").isPresent();
        switch (reported ? NodeFacts.status(node, "Ready") : "False") {
            case "True" -> {}
            case "False" -> taints.add(taint(NOT_READY, "NoSchedule"));
            default -> taints.add(taint(UNREACHABLE, "NoSchedule"));
        }
        pressure(node, "MemoryPressure", "memory-pressure", taints);
        pressure(node, "DiskPressure", "disk-pressure", taints);
        pressure(node, "PIDPressure", "pid-pressure", taints);
        pressure(node, "NetworkUnavailable", "network-unavailable", taints);
        if (node.getSpec() != null && Boolean.TRUE.equals(node.getSpec().getUnschedulable())) {
            taints.add(taint("node.kubernetes.io/unschedulable", "NoSchedule"));
        }
        return taints;
    }

    private static void pressure(Node node, String condition, String key, List<Taint> taints) {
        if (NodeFacts.status(node, condition).equals("True")) {
            taints.add(taint("node.kubernetes.io/" + key, "NoSchedule"));
        }
    }

    private static Taint taint(String key, String effect) {
        return new TaintBuilder().withKey(key).withEffect(effect).build();
    }

    private static @Nullable Taint noExecute(
            Node node, List<Taint> present, Eviction eviction, Instant now) {
        String status = NodeFacts.status(node, "Ready");
        if (status.equals("True") || NodeFacts.condition(node, "Ready").isEmpty()) {
            return null;
        }
        Taint taint =
                new TaintBuilder()
                        .withKey(status.equals("False") ? NOT_READY : UNREACHABLE)
                        .withEffect("NoExecute")
                        .withTimeAdded(now.truncatedTo(ChronoUnit.SECONDS).toString())
                        .build();
        return switch (eviction) {
            case ALLOWED -> taint;
            case LATER -> hasEither(present) ? taint : null;
            case SUSPENDED -> null;
        };
    }

    /** A node on its way from one to the other has been allowed before. */
    static boolean hasEither(List<Taint> taints) {
        return taints.stream()
                .anyMatch(
                        t ->
                                t.getEffect().equals("NoExecute")
                                        && (t.getKey().equals(NOT_READY)
                                                || t.getKey().equals(UNREACHABLE)));
    }
}
