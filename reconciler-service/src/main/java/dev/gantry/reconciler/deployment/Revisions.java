package dev.gantry.reconciler.deployment;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Revision numbers and the annotations that carry them. Pure. */
final class Revisions {

    static final String REVISION = "deployment.kubernetes.io/revision";
    static final String HISTORY = "deployment.kubernetes.io/revision-history";
    static final String DESIRED = "deployment.kubernetes.io/desired-replicas";
    static final String MAX = "deployment.kubernetes.io/max-replicas";

    /** Annotations of a Deployment that are its own business. */
    private static final Set<String> NOT_COPIED =
            Set.of(
                    "kubectl.kubernetes.io/last-applied-configuration",
                    REVISION,
                    HISTORY,
                    DESIRED,
                    MAX,
                    "deprecated.deployment.rollback.to");

    /** The most history that is written down. */
    private static final int HISTORY_LIMIT = 2000;

    private Revisions() {}

    static Map<String, String> annotations(HasMetadata object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations == null ? Map.of() : annotations;
    }

    static long revision(HasMetadata object) {
        return number(annotations(object).get(REVISION));
    }

    static long number(@org.jspecify.annotations.Nullable String text) {
        try {
            return text == null ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    static long next(Collection<ReplicaSet> old) {
        return old.stream().mapToLong(Revisions::revision).max().orElse(0) + 1;
    }

    /**
     * What the set of the current template carries: the Deployment's annotations and its number.
     */
    static Map<String, String> ofCurrent(
            Deployment deployment, Map<String, String> present, long revision) {
        Map<String, String> next = new HashMap<>(present);
        annotations(deployment)
                .forEach(
                        (key, value) -> {
                            if (!NOT_COPIED.contains(key)) {
                                next.put(key, value);
                            }
                        });
        String before = present.get(REVISION);
        if (number(before) < revision) {
            next.put(REVISION, Long.toString(revision));
            if (before != null) {
                next.put(HISTORY, history(present.get(HISTORY), before));
            }
        }
        return next;
    }

    /** A set that becomes current again remembers the numbers it had; the oldest are cut. */
    private static String history(
            @org.jspecify.annotations.Nullable String history, String before) {
        if (history == null || history.isEmpty()) {
            return before;
        }
        String all = history + "," + before;
        while (all.length() > HISTORY_LIMIT && all.indexOf(',') >= 0) {
            all = all.substring(all.indexOf(',') + 1);
        }
        return all;
    }

    /** With the counts that proportional scaling reads later. */
    static Map<String, String> withCounts(Map<String, String> annotations, int desired, int max) {
        Map<String, String> next = new HashMap<>(annotations);
        next.put(DESIRED, Integer.toString(desired));
        next.put(MAX, Integer.toString(max));
        return next;
    }
}
