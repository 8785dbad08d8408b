package dev.gantry.access;

import java.util.Set;

/**
 * One permission: every combination of its verbs, groups and resources. {@code *} means all; a
 * resource may be {@code pods/status}. As a PolicyRule of Kubernetes' RBAC, with the namespaces of
 * its binding.
 *
 * @param namespaces empty for all
 * @param names empty for all
 */
public record Rule(
        Set<String> verbs,
        Set<String> groups,
        Set<String> resources,
        Set<String> namespaces,
        Set<String> names) {

    /**
     * @param verbs separated by commas
     * @param resources as they stand in documents, {@code pods}, {@code deployments.apps}, {@code
     *     pods/status}, {@code *}; all of one group, separated by commas
     */
    static Rule may(String verbs, String group, String resources) {
        return new Rule(words(verbs), Set.of(group), words(resources), Set.of(), Set.of());
    }

    static Rule readAll(String group, String resources) {
        return may("get,list,watch", group, resources);
    }

    Rule in(String... inNamespaces) {
        return new Rule(verbs, groups, resources, Set.of(inNamespaces), names);
    }

    Rule named(String... only) {
        return new Rule(verbs, groups, resources, namespaces, Set.of(only));
    }

    boolean allows(Attributes asked) {
        return has(verbs, asked.verb())
                && has(groups, asked.group())
                && (has(resources, asked.resourceAndSubresource()))
                && (namespaces.isEmpty() || namespaces.contains(asked.namespace()))
                && (names.isEmpty() || names.contains(asked.name()));
    }

    private static boolean has(Set<String> set, String wanted) {
        return set.contains("*") || set.contains(wanted);
    }

    private static Set<String> words(String text) {
        return Set.of(text.split(","));
    }
}
