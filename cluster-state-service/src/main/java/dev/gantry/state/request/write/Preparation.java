package dev.gantry.state.request.write;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.status.ApiError;
import dev.gantry.state.admission.AdmissionPlugin;
import dev.gantry.state.admission.AdmissionRequest;
import dev.gantry.state.admission.AdmissionRequest.Operation;
import dev.gantry.state.admission.KindRules;
import dev.gantry.state.admission.Problems;
import dev.gantry.state.request.exchange.ApiRequest;
import dev.gantry.state.request.exchange.WriteOptions;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What creations, updates and deletions do alike: identity, admission, the verdict of rules. */
final class Preparation {

    private Preparation() {}

    /**
     * The document's namespace is the path's.
     *
     * @throws dev.gantry.api.status.ApiException 400 when it names another
     */
    static void settleNamespace(ObjectNode object, ResourceType type, String namespace) {
        String own = Metadata.namespace(object);
        if (!type.namespaced()) {
            Metadata.of(object).remove("namespace");
        } else if (own.isEmpty()) {
            Metadata.of(object).put("namespace", namespace);
        } else if (!own.equals(namespace)) {
            throw ApiError.badRequest(
                            "the namespace of the provided object does not match the namespace sent on the request")
                    .exception();
        }
    }

    static AdmissionRequest admission(
            Operation operation,
            ApiRequest request,
            ObjectKey key,
            WriteOptions options,
            @Nullable ObjectNode object,
            @Nullable ObjectNode stored) {
        return new AdmissionRequest(
                operation,
                request.target().type(),
                request.target().subresource(),
                key,
                request.caller(),
                options.dryRun(),
                object,
                stored);
    }

    static void mutate(WriteServices services, AdmissionRequest admission) {
        for (AdmissionPlugin plugin : services.admission().plugins()) {
            plugin.mutate(admission);
        }
    }

    static void validate(WriteServices services, AdmissionRequest admission, ApiRequest request) {
        for (AdmissionPlugin plugin : services.admission().plugins()) {
            plugin.validate(admission);
        }
        admission.warnings().forEach(request::warn);
    }

    /**
     * An Event is told of as what it is stored as, whatever group it came through.
     *
     * @throws dev.gantry.api.status.ApiException 422 with every problem
     */
    static void refuseIfWrong(ResourceType type, String name, Problems problems) {
        if (!problems.isEmpty()) {
            boolean event = type.groupResource().equals("events.events.k8s.io");
            String group = event ? "" : type.group();
            throw ApiError.invalid(group, type.kind(), name, problems.causes()).exception();
        }
    }

    static void warn(KindRules rules, ObjectNode object, ApiRequest request) {
        rules.warnings(object).forEach(request::warn);
    }
}
