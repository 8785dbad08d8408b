package dev.gantry.reconciler.namespace;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceCondition;
import io.fabric8.kubernetes.api.model.NamespaceConditionBuilder;
import io.fabric8.kubernetes.api.model.NamespaceStatus;
import io.fabric8.kubernetes.api.model.NamespaceStatusBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whether a namespace may go, and what its status says until then. Pure; O(kinds). */
final class NamespaceDecider {

    static final String FINALIZER = "kubernetes";

    private NamespaceDecider() {}

    static boolean isEmpty(List<Remains> remains) {
        return remains.stream().allMatch(r -> r.count() == 0 && r.failure().isEmpty());
    }

    /** Whether this controller still has to let go of the namespace. */
    static boolean holds(Namespace namespace) {
        return namespace.getSpec() != null
                && namespace.getSpec().getFinalizers().contains(FINALIZER);
    }

    /** The status that tells what remains. */
    static NamespaceStatus status(Namespace namespace, List<Remains> remains, Instant now) {
        List<NamespaceCondition> before =
                namespace.getStatus() == null ? List.of() : namespace.getStatus().getConditions();
        List<NamespaceCondition> after = new ArrayList<>(before);
        List.of(
                        fine(
                                "NamespaceDeletionDiscoveryFailure",
                                "ResourcesDiscovered",
                                "All resources successfully discovered"),
                        fine(
                                "NamespaceDeletionGroupVersionParsingFailure",
                                "ParsedGroupVersions",
                                "All legacy kube types successfully parsed"),
                        failures(remains),
                        content(remains),
                        finalizers(remains))
                .forEach(condition -> set(after, condition, now));
        return new NamespaceStatusBuilder().withPhase("Terminating").withConditions(after).build();
    }

    private static NamespaceCondition condition(
            String type, boolean bad, String reason, String message) {
        return new NamespaceConditionBuilder()
                .withType(type)
                .withStatus(bad ? "True" : "False")
                .withReason(reason)
                .withMessage(message)
                .build();
    }

    private static NamespaceCondition fine(String type, String reason, String message) {
        return condition(type, false, reason, message);
    }

    private static NamespaceCondition failures(List<Remains> remains) {
        String type = "NamespaceDeletionContentFailure";
        List<String> failures =
                remains.stream().map(Remains::failure).filter(f -> !f.isEmpty()).sorted().toList();
        return failures.isEmpty()
                ? fine(
                        type,
                        "ContentDeleted",
                        "All content successfully deleted, may be waiting on finalization")
                : condition(
                        type,
                        true,
                        "ContentDeletionFailed",
                        "Failed to delete all resource types, %d remaining: %s"
                                .formatted(failures.size(), String.join(", ", failures)));
    }

    private static NamespaceCondition content(List<Remains> remains) {
        String type = "NamespaceContentRemaining";
        String left =
                remains.stream()
                        .filter(r -> r.count() > 0)
                        .map(r -> "%s has %d resource instances".formatted(r.kindName(), r.count()))
                        .sorted()
                        .collect(Collectors.joining(", "));
        return left.isEmpty()
                ? fine(type, "ContentRemoved", "All content successfully removed")
                : condition(
                        type, true, "SomeResourcesRemain", "Some resources are remaining: " + left);
    }

    private static NamespaceCondition finalizers(List<Remains> remains) {
        String type = "NamespaceFinalizersRemaining";
        Map<String, Integer> all = new TreeMap<>();
        remains.forEach(r -> r.finalizers().forEach((f, n) -> all.merge(f, n, Integer::sum)));
        String left =
                all.entrySet().stream()
                        .map(e -> "%s in %d resource instances".formatted(e.getKey(), e.getValue()))
                        .collect(Collectors.joining(", "));
        return left.isEmpty()
                ? fine(type, "ContentHasNoFinalizers", "All content-preserving finalizers finished")
                : condition(
                        type,
                        true,
                        "SomeFinalizersRemain",
                        "Some content in the namespace has finalizers remaining: " + left);
    }

    /** A condition whose status stays keeps the time of its transition. */
    private static void set(
            List<NamespaceCondition> all, NamespaceCondition condition, Instant now) {
        String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
        for (int i = 0; i < all.size(); i++) {
            NamespaceCondition before = all.get(i);
            if (before.getType().equals(condition.getType())) {
                boolean same = before.getStatus().equals(condition.getStatus());
                condition.setLastTransitionTime(same ? before.getLastTransitionTime() : time);
                all.set(i, condition);
                return;
            }
        }
        condition.setLastTransitionTime(time);
        all.add(condition);
    }
}
