package dev.gantry.state.request.write;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.schema.Schema;
import dev.gantry.api.status.ApiError;
import dev.gantry.state.document.Bodies;
import dev.gantry.state.document.Canonical;
import dev.gantry.state.document.FieldOwnership;
import dev.gantry.state.request.exchange.ApiRequest;
import dev.gantry.state.request.exchange.WriteOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A server-side apply. Kubernetes: "Server-Side Apply". */
final class Apply implements Transform {

    private final ApiRequest request;
    private final WriteServices services;
    private final WriteOptions options;
    private final ObjectNode config;

    private Apply(
            ApiRequest request, WriteServices services, WriteOptions options, ObjectNode config) {
        this.request = request;
        this.services = services;
        this.options = options;
        this.config = config;
    }

    /**
     * @throws dev.gantry.api.status.ApiException 400 when the body is no document of the path
     */
    static Apply read(ApiRequest request, WriteServices services, WriteOptions options) {
        ResourceType type = request.target().type();
        ObjectNode config =
                Bodies.decode(request.body(), "application/yaml", services.schemas()).tree();
        if (config.path("kind").asString("").isEmpty()
                || config.path("apiVersion").asString("").isEmpty()) {
            throw ApiError.badRequest("error decoding YAML: object has no kind or apiVersion")
                    .exception();
        }
        Submitted.checkKind(config, new Submitted.Expected(type.apiVersion(), type.kind()));
        checkMetadata(config, request.target().name());
        Preparation.settleNamespace(config, type, request.target().namespace());
        refuseUnknown(config, services.schema(type));
        keepToSubresource(config, type, request.target().subresource());
        return new Apply(request, services, options, config);
    }

    private static void checkMetadata(ObjectNode config, String name) {
        if (!Metadata.name(config).equals(name)) {
            throw ApiError.badRequest(
                            "the name of the object (%s) does not match the name on the URL (%s)"
                                    .formatted(Metadata.name(config), name))
                    .exception();
        }
        if (!Metadata.of(config).path("managedFields").isEmpty()) {
            throw ApiError.badRequest("metadata.managedFields must be nil").exception();
        }
    }

    private static void refuseUnknown(ObjectNode config, Schema.Struct schema) {
        List<String> unknown = Canonical.apply(config.deepCopy(), schema);
        if (!unknown.isEmpty()) {
            throw ApiError.badRequest(
                            "failed to create typed patch object: .%s: field not declared in schema"
                                    .formatted(unknown.get(0)))
                    .exception();
        }
    }

    /** What another path changes is not applied here, and so not owned. */
    private static void keepToSubresource(
            ObjectNode config, ResourceType type, String subresource) {
        if (subresource.equals("status")) {
            config.remove("spec");
        } else if (subresource.isEmpty() && Creation.hasStatus(type)) {
            config.remove("status");
        }
    }

    @Override
    public ObjectNode wanted(@Nullable ObjectNode present) {
        Schema.Struct schema = services.schema(request.target().type());
        ObjectNode result =
                FieldOwnership.apply(
                        present == null ? null : present.deepCopy(),
                        config.deepCopy(),
                        options.fieldManager(),
                        options.force(),
                        request.target().subresource(),
                        services.now(),
                        schema);
        if (present == null) {
            Metadata.of(result).remove("resourceVersion");
        }
        Canonical.apply(result, schema);
        return result;
    }

    @Override
    public boolean createsMissing() {
        return true;
    }

    @Override
    public boolean owned() {
        return true;
    }

    @Override
    public String insistsOn() {
        return Metadata.resourceVersion(config);
    }
}
