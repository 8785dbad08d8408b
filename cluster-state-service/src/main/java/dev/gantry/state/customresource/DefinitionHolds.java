package dev.gantry.state.customresource;

import dev.gantry.api.status.ApiError;
import dev.gantry.state.admission.AdmissionPlugin;
import dev.gantry.state.admission.AdmissionRequest;
import dev.gantry.state.admission.AdmissionRequest.Operation;
import dev.gantry.state.store.Guard;

/**
 * A custom resource is stored only under the definition that it was judged by: when that changes
 * before the commit, the write is planned again. So nothing is created under a definition that is
 * being deleted, and nothing is left behind.
 */
final class DefinitionHolds implements AdmissionPlugin {

    private final CustomResources types;

    DefinitionHolds(CustomResources types) {
        this.types = types;
    }

    @Override
    public String name() {
        return "CustomResourceDefinitionHolds";
    }

    @Override
    public void mutate(AdmissionRequest request) {
        if (request.operation() == Operation.DELETE) {
            return;
        }
        types.definition(request.type())
                .ifPresent(
                        definition -> {
                            if (definition.terminating()
                                    && request.operation() == Operation.CREATE) {
                                throw terminating().exception();
                            }
                            request.guards()
                                    .add(
                                            new Guard.AtRevision(
                                                    definition.key(), definition.revision()));
                        });
    }

    private static ApiError terminating() {
        return new ApiError(
                405,
                "MethodNotAllowed",
                "create not allowed while custom resource definition is terminating",
                ApiError.methodNotAllowed().details(),
                0);
    }
}
