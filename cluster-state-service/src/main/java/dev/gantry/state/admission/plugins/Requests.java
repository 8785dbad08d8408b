package dev.gantry.state.admission.plugins;

import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiException;
import dev.gantry.state.admission.AdmissionRequest;
import dev.gantry.state.admission.AdmissionRequest.Operation;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What plugins ask of a request. */
final class Requests {

    private Requests() {}

    /** The new object when one of the type is made; null for every other request. */
    static @Nullable ObjectNode created(AdmissionRequest request, String groupResource) {
        return request.operation() == Operation.CREATE ? of(request, groupResource) : null;
    }

    /** The object when one of the type is made or changed, not through a subresource. */
    static @Nullable ObjectNode of(AdmissionRequest request, String groupResource) {
        boolean meant =
                request.type().groupResource().equals(groupResource)
                        && request.subresource().isEmpty()
                        && request.operation() != Operation.DELETE;
        return meant ? request.object() : null;
    }

    /** The refusal of a plugin: 403. */
    static ApiException forbidden(AdmissionRequest request, String why) {
        return ApiError.forbidden(
                        request.type().group(),
                        request.type().resource(),
                        request.key().name(),
                        why)
                .exception();
    }
}
