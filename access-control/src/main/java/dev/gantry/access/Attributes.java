package dev.gantry.access;

import dev.gantry.client.door.Caller;

/**
 * What a request is, as rules see it. Kubernetes: "Authorization", "Request attributes".
 *
 * @param verb {@code get}, {@code list}, {@code watch}, {@code create}, ...; the lower-case method
 *     for paths that are no resources
 * @param subresource empty for the object itself
 * @param namespace empty for cluster-scoped types and for all namespaces
 * @param name empty for collections
 * @param path of a request that is about no resource
 */
public record Attributes(
        Caller caller,
        String verb,
        String group,
        String version,
        String resource,
        String subresource,
        String namespace,
        String name,
        boolean resourceRequest,
        String path) {}
