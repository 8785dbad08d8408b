package dev.gantry.state.request.exchange;

import dev.gantry.api.catalog.ResourceType;

/**
 * What a path names.
 *
 * @param namespace empty for cluster-scoped types and for all namespaces
 * @param name empty for a collection
 * @param subresource empty for the object itself
 * @param watch the path has the deprecated {@code /watch/} prefix
 */
public record Target(
        ResourceType type, String namespace, String name, String subresource, boolean watch) {

    /** {@code pods "web"} or {@code deployments.apps "web"}, as messages name an object. */
    public String describe() {
        return type.groupResource() + " \"" + name + "\"";
    }
}
