package dev.gantry.access;

import dev.gantry.api.status.ApiError;
import dev.gantry.client.door.Caller;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request is, as rules see it. Kubernetes: "Authorization", "Request attributes".
 *
 * @param verb {@code get}, {@code list}, {@code watch}, {@code create}, ...; the lower-case method
 *     for paths that are no resources
 * @param subresource empty for the object itself
 * @param namespace empty for cluster-scoped types and for all namespaces
 * @param name empty for collections
 * @param path of a request that is about no resource
 * @param fieldSelector of a list or watch, decoded; empty for none, null when it was not looked at
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
        String path,
        @Nullable String fieldSelector) {

    public Attributes(
            Caller caller,
            String verb,
            String group,
            String version,
            String resource,
            String subresource,
            String namespace,
            String name,
            boolean resourceRequest,
            String path) {
        this(
                caller,
                verb,
                group,
                version,
                resource,
                subresource,
                namespace,
                name,
                resourceRequest,
                path,
                null);
    }

    /** A request about a resource. */
    public static Attributes resource(
            Caller caller,
            String verb,
            String group,
            String resource,
            String subresource,
            String namespace,
            String name) {
        return new Attributes(
                caller, verb, group, "v1", resource, subresource, namespace, name, true, "");
    }

    /** A request about a path that is no resource. */
    public static Attributes path(Caller caller, String method, String path) {
        return new Attributes(caller, method, "", "", "", "", "", "", false, path);
    }

    /** {@code pods}, {@code pods/log}. */
    public String resourceAndSubresource() {
        return subresource.isEmpty() ? resource : resource + "/" + subresource;
    }

    /** The value that a field must have, as far as the selector demands one; null when not. */
    @Nullable String selected(String field) {
        if (fieldSelector == null) {
            return null;
        }
        for (String term : fieldSelector.split(",")) {
            if (term.startsWith(field + "=")) {
                String value = term.substring(field.length() + 1);
                return value.startsWith("=") ? value.substring(1) : value;
            }
        }
        return null;
    }

    /**
     * The refusal in Kubernetes' words.
     *
     * @param why more than that no rule allows it, empty for nothing
     */
    public Decision.Denied denied(String why) {
        return new Decision.Denied(why.isEmpty() ? sentence() : sentence() + ": " + why);
    }

    private String sentence() {
        if (!resourceRequest) {
            return "User \"%s\" cannot %s path \"%s\"".formatted(caller.user(), verb, path);
        }
        String what =
                "User \"%s\" cannot %s resource \"%s\" in API group \"%s\" "
                        .formatted(caller.user(), verb, resourceAndSubresource(), group);
        return namespace.isEmpty()
                ? what + "at the cluster scope"
                : what + "in the namespace \"" + namespace + "\"";
    }

    /** The 403 that a caller gets to see. */
    public ApiError forbidden(Decision.Denied denied) {
        if (resourceRequest) {
            return ApiError.forbidden(group, resource, name, denied.reason());
        }
        return new ApiError(
                403,
                "Forbidden",
                "forbidden: " + denied.reason(),
                new ApiError.Details("", "", "", "", List.of()),
                0);
    }
}
