package dev.gantry.state.request.write;

import dev.gantry.api.schema.Schema;
import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiError.Cause;
import dev.gantry.api.status.ApiError.Details;
import dev.gantry.api.status.ApiException;
import dev.gantry.state.document.Bodies;
import dev.gantry.state.document.Canonical;
import dev.gantry.state.request.exchange.ApiRequest;
import dev.gantry.state.request.exchange.WriteOptions.FieldValidation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** Documents as clients submit them: decoded, of the expected kind, canonical. */
public final class Submitted {

    private Submitted() {}

    /** What kind of document is expected. */
    public record Expected(String apiVersion, String kind) {}

    /**
     * Reads the body.
     *
     * @return the canonical document
     * @throws dev.gantry.api.status.ApiException 400 for what is no such document, or has unknown
     *     fields and strict validation is asked for; 415 for an unknown content type
     */
    public static ObjectNode read(
            ApiRequest request,
            WriteServices services,
            Expected expected,
            Schema.Struct schema,
            FieldValidation validation) {
        Bodies.Decoded decoded =
                Bodies.decode(request.body(), request.contentType(), services.schemas());
        ObjectNode tree = decoded.tree();
        if (schema.custom()) {
            refuseUnnamed(request, tree);
            warnOfForeign(request, tree, expected, services, validation);
        }
        checkKind(tree, expected);
        List<String> complaints = complaints(Canonical.apply(tree, schema), decoded);
        report(request, expected, complaints, validation);
        return tree;
    }

    /** Nobody guesses the kind of a custom resource, and none has a protobuf form. */
    private static void refuseUnnamed(ApiRequest request, ObjectNode tree) {
        if (Bodies.mediaType(request.contentType()).equals(Bodies.PROTOBUF)) {
            throw ApiError.unsupportedMediaType(
                            "the body of the request was in an unknown format - accepted media types"
                                    + " include: application/json, application/yaml")
                    .exception();
        }
        for (String field : List.of("kind", "apiVersion")) {
            if (textOf(tree, field).isEmpty()) {
                String told = field.equals("kind") ? "Kind" : field;
                throw ApiError.badRequest("Object '%s' is missing in '%s'".formatted(told, tree))
                        .exception();
            }
        }
    }

    /** A version that nobody serves knows no field; Kubernetes tells so before it refuses. */
    private static void warnOfForeign(
            ApiRequest request,
            ObjectNode tree,
            Expected expected,
            WriteServices services,
            FieldValidation validation) {
        String apiVersion = textOf(tree, "apiVersion");
        boolean known =
                apiVersion.equals(expected.apiVersion())
                        || services.types().ofKind(apiVersion, expected.kind()).isPresent();
        if (!known && validation == FieldValidation.WARN) {
            tree.propertyNames().stream()
                    .filter(name -> !List.of("apiVersion", "kind", "metadata").contains(name))
                    .forEach(name -> request.warn("unknown field \"" + name + "\""));
        }
    }

    /** Sets what was left out, refuses what is another kind. */
    public static void checkKind(ObjectNode tree, Expected expected) {
        String apiVersion = textOf(tree, "apiVersion");
        String kind = textOf(tree, "kind");
        if (!apiVersion.isEmpty() && !apiVersion.equals(expected.apiVersion())) {
            throw ApiError.badRequest(
                            "the API version in the data (%s) does not match the expected API version (%s)"
                                    .formatted(apiVersion, expected.apiVersion()))
                    .exception();
        }
        if (!kind.isEmpty() && !kind.equals(expected.kind())) {
            throw ApiError.badRequest(
                            "%s in version \"%s\" cannot be handled as a %s: no kind \"%s\" is registered for version \"%s\" here"
                                    .formatted(
                                            kind,
                                            version(expected.apiVersion()),
                                            expected.kind(),
                                            kind,
                                            expected.apiVersion()))
                    .exception();
        }
        tree.put("apiVersion", expected.apiVersion());
        tree.put("kind", expected.kind());
    }

    private static String textOf(ObjectNode tree, String field) {
        var node = tree.get(field);
        if (node == null || node.isNull()) {
            return "";
        }
        if (!node.isString()) {
            throw ApiError.badRequest(
                            "couldn't get version/kind; json parse error: json: cannot unmarshal %s into Go struct field .%s of type string"
                                    .formatted(node.isNumber() ? "number" : "value", field))
                    .exception();
        }
        return node.stringValue();
    }

    private static String version(String apiVersion) {
        return apiVersion.substring(apiVersion.indexOf('/') + 1);
    }

    private static List<String> complaints(List<String> unknown, Bodies.Decoded decoded) {
        List<String> complaints = new ArrayList<>();
        decoded.duplicateFields().forEach(f -> complaints.add("duplicate field \"" + f + "\""));
        unknown.forEach(f -> complaints.add("unknown field \"" + f + "\""));
        return complaints;
    }

    private static void report(
            ApiRequest request,
            Expected expected,
            List<String> complaints,
            FieldValidation validation) {
        if (complaints.isEmpty()) {
            return;
        }
        switch (validation) {
            case IGNORE -> {}
            case WARN -> complaints.forEach(request::warn);
            case STRICT ->
                    throw ApiError.badRequest(
                                    "%s in version \"%s\" cannot be handled as a %s: %s"
                                            .formatted(
                                                    expected.kind(),
                                                    version(expected.apiVersion()),
                                                    expected.kind(),
                                                    strict(complaints)))
                            .exception();
        }
    }

    /**
     * Brings what a patch made into canonical form.
     *
     * @return the paths of unknown fields
     * @throws ApiException 422 about the patch when a value is of the wrong type
     */
    public static List<String> patched(ObjectNode result, Schema.Struct schema) {
        try {
            return Canonical.apply(result, schema);
        } catch (ApiException e) {
            throw invalidPatch(e.error().message()).exception();
        }
    }

    /** Tells what a patch's result holds that the kind does not know, and what it says twice. */
    public static void reportPatched(
            ApiRequest request,
            List<String> unknown,
            List<String> duplicates,
            FieldValidation validation) {
        List<String> complaints = new ArrayList<>();
        duplicates.forEach(f -> complaints.add("duplicate field \"" + f + "\""));
        unknown.forEach(f -> complaints.add("unknown field \"" + f + "\""));
        if (complaints.isEmpty()) {
            return;
        }
        switch (validation) {
            case IGNORE -> {}
            case WARN -> complaints.forEach(request::warn);
            case STRICT -> throw invalidPatch(strict(complaints)).exception();
        }
    }

    private static ApiError invalidPatch(String why) {
        String message = "Invalid value: \"patch\": " + why;
        Cause cause = new Cause("FieldValueInvalid", message, "patch");
        return new ApiError(
                422,
                "Invalid",
                " \"\" is invalid: patch: " + message,
                new Details("", "", "", "", List.of(cause)),
                0);
    }

    private static String strict(List<String> complaints) {
        return complaints.stream().collect(Collectors.joining(", ", "strict decoding error: ", ""));
    }
}
