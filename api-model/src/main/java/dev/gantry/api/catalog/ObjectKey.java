package dev.gantry.api.catalog;

/**
 * Names one object of the cluster, whatever the version it is read in. Ordered as lists are: by
 * resource, namespace, name.
 *
 * @param groupResource {@code pods}, {@code deployments.apps}
 * @param namespace empty for cluster-scoped objects
 */
public record ObjectKey(String groupResource, String namespace, String name)
        implements Comparable<ObjectKey> {

    @Override
    public int compareTo(ObjectKey other) {
        int byResource = groupResource.compareTo(other.groupResource);
        if (byResource != 0) {
            return byResource;
        }
        int byNamespace = namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return groupResource + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
    }
}
