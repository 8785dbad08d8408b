package dev.gantry.state.request.write;

import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiError.Cause;
import dev.gantry.state.document.Bodies;
import dev.gantry.state.request.exchange.ApiRequest;
import dev.gantry.state.request.exchange.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How an object is to be deleted: from the body, or from the query when there is none. Kubernetes:
 * "API reference", "DeleteOptions".
 *
 * @param graceSeconds null when the object decides
 * @param propagation empty when the object and its kind decide
 * @param uid that the object must have, empty for any
 * @param resourceVersion that the object must be at, empty for any
 */
public record DeleteOptions(
        boolean dryRun,
        @Nullable Long graceSeconds,
        String propagation,
        String uid,
        String resourceVersion) {

    private static final Set<String> POLICIES = Set.of("Foreground", "Background", "Orphan");

    /**
     * @throws dev.gantry.api.status.ApiException 400 for a body that is none, 422 for wrong values
     */
    static DeleteOptions read(ApiRequest request, WriteServices services) {
        boolean empty = request.body().length == 0;
        JsonNode tree = empty ? fromQuery(request.query()) : decode(request, services);
        return of(tree);
    }

    /** The options that a document holds, as an eviction carries them. */
    public static DeleteOptions of(JsonNode tree) {
        List<Cause> causes = new ArrayList<>();
        String propagation = Json.text(tree, "propagationPolicy");
        JsonNode orphan = tree.path("orphanDependents");
        check(propagation, orphan, tree, causes);
        if (!causes.isEmpty()) {
            throw ApiError.invalid("meta.k8s.io", "DeleteOptions", "", causes).exception();
        }
        if (propagation.isEmpty() && orphan.isBoolean()) {
            propagation = orphan.booleanValue() ? "Orphan" : "Background";
        }
        JsonNode grace = tree.path("gracePeriodSeconds");
        return new DeleteOptions(
                !tree.path("dryRun").isEmpty(),
                grace.isNumber() ? Long.valueOf(grace.asLong()) : null,
                propagation,
                Json.text(tree, "preconditions", "uid"),
                Json.text(tree, "preconditions", "resourceVersion"));
    }

    private static void check(
            String propagation, JsonNode orphan, JsonNode tree, List<Cause> causes) {
        if (!propagation.isEmpty() && !POLICIES.contains(propagation)) {
            causes.add(
                    new Cause(
                            "FieldValueNotSupported",
                            "Unsupported value: \"%s\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\""
                                    .formatted(propagation),
                            "propagationPolicy"));
        }
        if (!propagation.isEmpty() && orphan.isBoolean()) {
            causes.add(
                    new Cause(
                            "FieldValueInvalid",
                            "Invalid value: \"%s\": orphanDependents and deletionPropagation cannot be both set"
                                    .formatted(propagation),
                            "propagationPolicy"));
        }
        for (JsonNode value : tree.path("dryRun")) {
            if (!value.asString("").equals("All")) {
                causes.add(
                        new Cause(
                                "FieldValueNotSupported",
                                "Unsupported value: [\"%s\"]: supported values: \"All\""
                                        .formatted(value.asString("")),
                                "dryRun"));
            }
        }
    }

    private static JsonNode decode(ApiRequest request, WriteServices services) {
        ObjectNode tree =
                Bodies.decode(request.body(), request.contentType(), services.schemas()).tree();
        String kind = Json.text(tree, "kind");
        if (!kind.isEmpty() && !kind.equals("DeleteOptions")) {
            throw ApiError.badRequest("%s cannot be handled as a DeleteOptions".formatted(kind))
                    .exception();
        }
        JsonNode grace = tree.path("gracePeriodSeconds");
        if (!grace.isMissingNode() && !grace.isNull() && !grace.isIntegralNumber()) {
            throw ApiError.badRequest(
                            "DeleteOptions in version \"v1\" cannot be handled as a DeleteOptions: json: cannot unmarshal into Go struct field DeleteOptions.gracePeriodSeconds of type int64")
                    .exception();
        }
        return tree;
    }

    private static JsonNode fromQuery(Query query) {
        ObjectNode tree = Json.object();
        Long grace = query.number("gracePeriodSeconds");
        if (grace != null) {
            tree.put("gracePeriodSeconds", grace);
        }
        if (query.has("propagationPolicy")) {
            tree.put("propagationPolicy", query.text("propagationPolicy"));
        }
        if (query.has("orphanDependents")) {
            tree.put("orphanDependents", query.flag("orphanDependents"));
        }
        if (query.has("dryRun")) {
            var values = tree.putArray("dryRun");
            query.all("dryRun").forEach(values::add);
        }
        return tree;
    }
}
