package dev.gantry.state.request.write;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.schema.Schema;
import dev.gantry.api.status.ApiError;
import dev.gantry.state.document.Bodies;
import dev.gantry.state.document.JsonPatches;
import dev.gantry.state.document.MergePatches;
import dev.gantry.state.document.StrategicMerge;
import dev.gantry.state.request.exchange.ApiRequest;
import dev.gantry.state.request.exchange.WriteOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A JSON, merge or strategic merge patch. Kubernetes: "API Concepts", "Updates to resources". */
public final class Patch implements Transform {

    private final ApiRequest request;
    private final WriteServices services;
    private final WriteOptions options;
    private final PatchType kind;
    private final JsonNode patch;
    private final List<String> duplicates;

    private Patch(
            ApiRequest request,
            WriteServices services,
            WriteOptions options,
            PatchType kind,
            Bodies.Parsed parsed) {
        this.request = request;
        this.services = services;
        this.options = options;
        this.kind = kind;
        this.patch = parsed.tree();
        this.duplicates = parsed.duplicateFields();
    }

    /**
     * @throws dev.gantry.api.status.ApiException 400 when the body is no such patch
     */
    static Patch read(
            ApiRequest request, WriteServices services, WriteOptions options, PatchType kind) {
        return new Patch(request, services, options, kind, parse(request.body(), kind));
    }

    /**
     * Reads the body of a patch.
     *
     * @throws dev.gantry.api.status.ApiException 400 when it is no such patch
     */
    public static Bodies.Parsed parse(byte[] body, PatchType kind) {
        Bodies.Parsed patch = Bodies.json(body);
        boolean rightShape =
                kind == PatchType.JSON ? patch.tree().isArray() : patch.tree().isObject();
        if (!rightShape) {
            throw ApiError.badRequest(
                            "error decoding patch: expected %s, found %s"
                                    .formatted(
                                            kind == PatchType.JSON ? "an array" : "an object",
                                            patch.tree().getNodeType()))
                    .exception();
        }
        return patch;
    }

    @Override
    public ObjectNode wanted(@Nullable ObjectNode present) {
        if (present == null) {
            throw new IllegalStateException("a patch needs something to patch");
        }
        ResourceType type = request.target().type();
        if (kind == PatchType.STRATEGIC && KindTraits.isCustom(type)) {
            throw PatchType.unsupported().exception();
        }
        Schema.Struct schema = services.schema(type);
        ObjectNode result = apply(kind, present, patch, schema);
        checkIdentity(type, result);
        Submitted.reportPatched(
                request, Submitted.patched(result, schema), duplicates, options.validation());
        return result;
    }

    private void checkIdentity(ResourceType type, ObjectNode result) {
        if (kind == PatchType.STRATEGIC) {
            result.put("apiVersion", type.apiVersion()).put("kind", type.kind());
        }
        Submitted.checkKind(result, new Submitted.Expected(type.apiVersion(), type.kind()));
        String name = Metadata.name(result);
        if (!name.equals(request.target().name())) {
            throw ApiError.badRequest(
                            "the name of the object (%s) does not match the name on the URL (%s)"
                                    .formatted(name, request.target().name()))
                    .exception();
        }
    }

    /**
     * The patched document, not yet canonical; the present one is not changed.
     *
     * @throws dev.gantry.api.status.ApiException when the patch does not fit
     */
    public static ObjectNode apply(
            PatchType kind, ObjectNode present, JsonNode patch, Schema.Struct schema) {
        return switch (kind) {
            case JSON -> JsonPatches.apply(present.deepCopy(), patch);
            case MERGE -> MergePatches.apply(present.deepCopy(), (ObjectNode) patch);
            case STRATEGIC -> StrategicMerge.apply(present.deepCopy(), (ObjectNode) patch, schema);
            case APPLY -> throw new IllegalStateException("an apply is no patch");
        };
    }

    @Override
    public boolean createsMissing() {
        return false;
    }

    @Override
    public String insistsOn() {
        return insistsOn(patch);
    }

    /** The resourceVersion that a patch sets, empty when it sets none. */
    public static String insistsOn(JsonNode patch) {
        if (patch instanceof ArrayNode operations) {
            for (JsonNode operation : operations) {
                boolean sets = !Json.text(operation, "op").equals("remove");
                if (sets && Json.text(operation, "path").equals("/metadata/resourceVersion")) {
                    return operation.path("value").asString("");
                }
            }
            return "";
        }
        String revision = Json.text(patch, "metadata", "resourceVersion");
        return revision.equals("0") ? "" : revision;
    }
}
