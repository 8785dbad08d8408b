package dev.gantry.state.admission.plugins;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiError.Cause;
import dev.gantry.api.status.ApiError.Details;
import dev.gantry.state.admission.AdmissionPlugin;
import dev.gantry.state.admission.AdmissionRequest;
import dev.gantry.state.admission.AdmissionRequest.Operation;
import dev.gantry.state.admission.ClusterReads;
import dev.gantry.state.store.Guard;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Nothing is made in a namespace that is absent or going away, and three namespaces never go.
 * Kubernetes: "NamespaceLifecycle".
 */
final class NamespaceLifecycle implements AdmissionPlugin {

    private static final Set<String> IMMORTAL = Set.of("default", "kube-system", "kube-public");

    private final ClusterReads reads;

    NamespaceLifecycle(ClusterReads reads) {
        this.reads = reads;
    }

    @Override
    public String name() {
        return "NamespaceLifecycle";
    }

    @Override
    public void mutate(AdmissionRequest request) {
        if (request.operation() == Operation.CREATE && request.type().namespaced()) {
            requireLiving(request);
        }
    }

    @Override
    public void validate(AdmissionRequest request) {
        boolean namespace = request.type().groupResource().equals("namespaces");
        if (request.operation() == Operation.DELETE
                && namespace
                && IMMORTAL.contains(request.key().name())) {
            throw ApiError.forbidden(
                            "",
                            "namespaces",
                            request.key().name(),
                            "this namespace may not be deleted")
                    .exception();
        }
    }

    private void requireLiving(AdmissionRequest request) {
        String name = request.key().namespace();
        ObjectKey key = new ObjectKey("namespaces", "", name);
        ObjectNode namespace = reads.get(key);
        if (namespace != null && isTerminating(namespace)) {
            namespace = reads.current(key);
        }
        if (namespace == null) {
            throw ApiError.notFound("", "namespaces", name).exception();
        }
        request.guards()
                .add(new Guard.Present(key, namespace.path("metadata").path("uid").asString("")));
        if (isTerminating(namespace) && !isAccessReview(request)) {
            throw terminating(request, name).exception();
        }
    }

    private static boolean isTerminating(ObjectNode namespace) {
        return namespace.path("status").path("phase").asString("").equals("Terminating");
    }

    /** May be asked for everywhere. */
    private static boolean isAccessReview(AdmissionRequest request) {
        return request.type()
                .groupResource()
                .equals("localsubjectaccessreviews.authorization.k8s.io");
    }

    private static ApiError terminating(AdmissionRequest request, String namespace) {
        ApiError plain =
                ApiError.forbidden(
                        request.type().group(),
                        request.type().resource(),
                        request.key().name(),
                        "unable to create new content in namespace "
                                + namespace
                                + " because it is being terminated");
        Cause cause =
                new Cause(
                        "NamespaceTerminating",
                        "namespace " + namespace + " is being terminated",
                        "metadata.namespace");
        Details details =
                new Details(
                        request.key().name(),
                        request.type().group(),
                        request.type().resource(),
                        "",
                        List.of(cause));
        return new ApiError(403, "Forbidden", plain.message(), details, 0);
    }
}
