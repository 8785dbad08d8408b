package dev.gantry.api.catalog;

import java.util.List;
import java.util.Set;

/**
 * One served resource in one version, for example {@code deployments} of {@code apps/v1}.
 *
 * @param group API group, empty for core
 * @param resource plural name as it stands in paths
 * @param shortNames what kubectl also accepts, such as {@code deploy}
 * @param categories such as {@code all}
 */
public record ResourceType(
        String group,
        String version,
        String resource,
        String kind,
        String singular,
        boolean namespaced,
        Set<String> verbs,
        List<String> shortNames,
        List<String> categories,
        List<Subresource> subresources,
        boolean preferred) {

    /** A path below an object, such as {@code status} or {@code scale}, with the kind it speaks. */
    public record Subresource(
            String name, String kind, String group, String version, Set<String> verbs) {}

    /** The name that is the same for all versions: {@code pods}, {@code deployments.apps}. */
    public String groupResource() {
        return group.isEmpty() ? resource : resource + "." + group;
    }

    /** As {@code apiVersion} reads in a document: {@code v1}, {@code apps/v1}. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** The collection's path: {@code /api/v1/namespaces/NS/pods}, {@code /apis/apps/v1/...}. */
    public String path(String namespace) {
        String root = group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
        return namespaced && !namespace.isEmpty()
                ? root + "/namespaces/" + namespace + "/" + resource
                : root + "/" + resource;
    }

    /** The object's path. */
    public String path(String namespace, String name) {
        return path(namespace) + "/" + name;
    }

    /** Whether objects of this type are stored, unlike reviews, bindings and measurements. */
    public boolean stored() {
        return verbs.contains("list")
                && !resource.equals("componentstatuses")
                && !group.equals(Measured.GROUP);
    }
}
