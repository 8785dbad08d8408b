package dev.gantry.state.persistence.encryption;

import java.util.List;

/**
 * What happens to the bodies of some resources.
 *
 * @param resources {@code secrets}, {@code deployments.apps}, {@code *.apps}, {@code *.} for the
 *     core group, {@code *.*} for all
 * @param seals whether new bodies are sealed, by the first key; otherwise they are stored as they
 *     are
 * @param keys that open
 */
record Rule(List<String> resources, boolean seals, List<SealKey> keys) {

    static final String LEASES = "leases.coordination.k8s.io";

    boolean covers(String groupResource) {
        return !groupResource.equals(LEASES)
                && resources.stream().anyMatch(pattern -> covers(pattern, groupResource));
    }

    private static boolean covers(String pattern, String groupResource) {
        if (pattern.equals("*.*")) {
            return true;
        }
        if (!pattern.startsWith("*.")) {
            return pattern.equals(groupResource);
        }
        int dot = groupResource.indexOf('.');
        String group = dot < 0 ? "" : groupResource.substring(dot + 1);
        return pattern.substring(2).equals(group);
    }
}
