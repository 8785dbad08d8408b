package dev.gantry.state.request.subresource;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.schema.Schema;
import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiError.Cause;
import dev.gantry.state.document.Bodies;
import dev.gantry.state.document.Canonical;
import dev.gantry.state.document.FieldOwnership;
import dev.gantry.state.request.exchange.ApiRequest;
import dev.gantry.state.request.exchange.WriteOptions;
import dev.gantry.state.request.write.Metadata;
import dev.gantry.state.request.write.Patch;
import dev.gantry.state.request.write.PatchType;
import dev.gantry.state.request.write.Submitted;
import dev.gantry.state.request.write.Submitted.Expected;
import dev.gantry.state.request.write.Transform;
import dev.gantry.state.request.write.WriteServices;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Changes a workload through its Scale. */
final class ScaleTransform implements Transform {

    private static final Expected SCALE = new Expected(Scales.API_VERSION, Scales.KIND);

    private final ResourceType type;
    private final String insisted;
    private final boolean owned;
    private final UnaryOperator<ObjectNode> change;

    /**
     * @param owned whether owners stay as they are: of custom resources Kubernetes notes none here
     */
    private ScaleTransform(
            ResourceType type, String insisted, boolean owned, UnaryOperator<ObjectNode> change) {
        this.type = type;
        this.insisted = insisted;
        this.owned = owned;
        this.change = change;
    }

    static ScaleTransform put(ApiRequest request, WriteServices services, WriteOptions options) {
        ObjectNode scale =
                Submitted.read(
                        request,
                        services,
                        SCALE,
                        services.schema(Scales.API_VERSION, Scales.KIND),
                        options.validation());
        if (!Metadata.name(scale).equals(request.target().name())) {
            throw ApiError.badRequest(
                            "the name of the object (%s) does not match the name on the URL (%s)"
                                    .formatted(Metadata.name(scale), request.target().name()))
                    .exception();
        }
        String revision = Metadata.resourceVersion(scale);
        return new ScaleTransform(
                request.target().type(),
                revision.equals("0") ? "" : revision,
                services.types().custom(request.target().type()).isPresent(),
                workload -> applied(services, request.target().type(), workload, checked(scale)));
    }

    static ScaleTransform patch(
            ApiRequest request, WriteServices services, WriteOptions options, PatchType kind) {
        Bodies.Parsed parsed = Patch.parse(request.body(), kind);
        JsonNode patch = parsed.tree();
        Schema.Struct schema = services.schema(Scales.API_VERSION, Scales.KIND);
        ResourceType type = request.target().type();
        return new ScaleTransform(
                type,
                Patch.insistsOn(patch),
                services.types().custom(type).isPresent(),
                workload -> {
                    ObjectNode scale =
                            Patch.apply(kind, scaleOf(services, type, workload), patch, schema);
                    Submitted.checkKind(scale, SCALE);
                    Submitted.reportPatched(
                            request,
                            Submitted.patched(scale, schema),
                            parsed.duplicateFields(),
                            options.validation());
                    return applied(services, type, workload, checked(scale));
                });
    }

    private static ObjectNode scaleOf(
            WriteServices services, ResourceType type, ObjectNode workload) {
        return Scales.of(type, services.types().custom(type), workload);
    }

    private static ObjectNode applied(
            WriteServices services, ResourceType type, ObjectNode workload, ObjectNode scale) {
        return Scales.applied(type, services.types().custom(type), workload, scale);
    }

    /** An apply of a Scale is one of the workload's replicas. */
    static ScaleTransform apply(ApiRequest request, WriteServices services, WriteOptions options) {
        ResourceType type = request.target().type();
        ObjectNode scale =
                Bodies.decode(request.body(), "application/yaml", services.schemas()).tree();
        Submitted.checkKind(scale, SCALE);
        Canonical.apply(scale, services.schema(Scales.API_VERSION, Scales.KIND));
        checked(scale);
        ObjectNode config =
                Json.object().put("apiVersion", type.apiVersion()).put("kind", type.kind());
        config.putObject("metadata").put("name", request.target().name());
        config.setAll(applied(services, type, config, scale));
        return new ScaleTransform(
                type,
                Metadata.resourceVersion(scale),
                true,
                workload ->
                        FieldOwnership.apply(
                                workload.deepCopy(),
                                config.deepCopy(),
                                options.fieldManager(),
                                options.force(),
                                "scale",
                                services.now(),
                                services.schema(type)));
    }

    private static ObjectNode checked(ObjectNode scale) {
        int replicas = Json.at(scale, "spec", "replicas").asInt(0);
        if (replicas < 0) {
            String message =
                    "Invalid value: %d: must be greater than or equal to 0".formatted(replicas);
            Cause cause = new Cause("FieldValueInvalid", message, "spec.replicas");
            throw ApiError.invalid("autoscaling", "Scale", Metadata.name(scale), List.of(cause))
                    .exception();
        }
        return scale;
    }

    @Override
    public ObjectNode wanted(@Nullable ObjectNode present) {
        if (present == null) {
            throw new IllegalStateException(type.kind() + " to scale is missing");
        }
        return change.apply(present);
    }

    @Override
    public boolean createsMissing() {
        return false;
    }

    @Override
    public boolean owned() {
        return owned;
    }

    @Override
    public String insistsOn() {
        return insisted;
    }
}
