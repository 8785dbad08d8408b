package dev.gantry.state.discovery;

import dev.gantry.api.catalog.ResourceType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** API groups with their versions, in the order in which Kubernetes tells them. */
final class Groups {

    /** By priority; groups that are not listed follow by name. */
    private static final List<String> ORDER =
            List.of(
                    "apiregistration.k8s.io",
                    "apps",
                    "events.k8s.io",
                    "authentication.k8s.io",
                    "authorization.k8s.io",
                    "autoscaling",
                    "batch",
                    "certificates.k8s.io",
                    "networking.k8s.io",
                    "policy",
                    "rbac.authorization.k8s.io",
                    "storage.k8s.io",
                    "admissionregistration.k8s.io",
                    "apiextensions.k8s.io",
                    "scheduling.k8s.io",
                    "coordination.k8s.io",
                    "node.k8s.io",
                    "discovery.k8s.io",
                    "resource.k8s.io",
                    "flowcontrol.apiserver.k8s.io");

    private Groups() {}

    /** Group to version to types; the preferred version first. Without the core group. */
    static Map<String, Map<String, List<ResourceType>>> of(Collection<ResourceType> types) {
        List<String> names =
                types.stream()
                        .map(ResourceType::group)
                        .filter(g -> !g.isEmpty())
                        .distinct()
                        .sorted(
                                Comparator.<String>comparingInt(Groups::rank)
                                        .thenComparing(Comparator.naturalOrder()))
                        .toList();
        Map<String, Map<String, List<ResourceType>>> groups = new LinkedHashMap<>();
        for (String name : names) {
            groups.put(name, versions(types, name));
        }
        return groups;
    }

    private static int rank(String group) {
        int at = ORDER.indexOf(group);
        return at < 0 ? ORDER.size() : at;
    }

    static Map<String, List<ResourceType>> versions(Collection<ResourceType> types, String group) {
        Map<String, List<ResourceType>> versions = new LinkedHashMap<>();
        for (boolean preferred : new boolean[] {true, false}) {
            for (ResourceType type : types) {
                if (type.group().equals(group) && type.preferred() == preferred) {
                    versions.computeIfAbsent(type.version(), v -> new ArrayList<>()).add(type);
                }
            }
        }
        versions.values().forEach(list -> list.sort(Comparator.comparing(ResourceType::resource)));
        return versions;
    }
}
