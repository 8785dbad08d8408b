package dev.gantry.access;

import java.util.List;
import java.util.Set;

/**
 * What a caller may do. Kubernetes: "API reference", SelfSubjectRulesReview.
 *
 * @param incomplete whether there may be more
 */
public record Rights(List<Rule> rules, List<PathRule> paths, boolean incomplete) {

    /** Verbs on paths that are no resources; a path may end in {@code *}. */
    public record PathRule(Set<String> verbs, List<String> paths) {}

    static Rights unknown() {
        return new Rights(List.of(), List.of(), true);
    }
}
