package dev.gantry.state.request.subresource;

import dev.gantry.access.Attributes;
import dev.gantry.access.Authorizer;
import dev.gantry.access.Decision;
import dev.gantry.access.Rights;
import dev.gantry.access.Rule;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiError.Cause;
import dev.gantry.client.door.Caller;
import dev.gantry.state.document.FieldOwnership;
import dev.gantry.state.request.exchange.Answer;
import dev.gantry.state.request.exchange.ApiRequest;
import dev.gantry.state.request.exchange.WriteOptions;
import dev.gantry.state.request.write.Metadata;
import dev.gantry.state.request.write.Submitted;
import dev.gantry.state.request.write.WriteServices;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Questions about identity and rights, answered and not stored. Kubernetes: "Authorization",
 * "Checking API access"; "API reference", the review kinds.
 */
final class Reviews {

    private static final String AUTHORIZATION = "authorization.k8s.io";

    private final WriteServices services;
    private final Authorizer authorizer;
    private final @Nullable TokenVerifier verifier;

    /**
     * @param verifier null when no token counts
     */
    Reviews(WriteServices services, Authorizer authorizer, @Nullable TokenVerifier verifier) {
        this.services = services;
        this.authorizer = authorizer;
        this.verifier = verifier;
    }

    Answer answer(ApiRequest request) {
        ResourceType type = request.target().type();
        WriteOptions options = WriteOptions.read(request, "CreateOptions", false);
        var schema = services.schema(type.apiVersion(), type.kind());
        ObjectNode review =
                Submitted.read(
                        request,
                        services,
                        new Submitted.Expected(type.apiVersion(), type.kind()),
                        schema,
                        options.validation());
        review.remove("status");
        ObjectNode view = review.deepCopy();
        FieldOwnership.update(
                null, view, options.fieldManager(), type.apiVersion(), "", services.now(), schema);
        ObjectNode status = status(request, review);
        JsonNode managed = Json.at(view, "metadata", "managedFields");
        if (!managed.isMissingNode()) {
            Metadata.of(review).set("managedFields", managed);
        }
        review.set("status", status);
        return new Answer.Tree(201, type, review);
    }

    private ObjectNode status(ApiRequest request, ObjectNode review) {
        JsonNode spec = review.path("spec");
        return switch (request.target().type().kind()) {
            case "SelfSubjectReview" ->
                    (ObjectNode) Json.object().set("userInfo", user(request.caller()));
            case "TokenReview" -> token(spec);
            case "SelfSubjectAccessReview" -> access(request.caller(), spec);
            case "SubjectAccessReview" -> access(subject(spec), spec);
            case "LocalSubjectAccessReview" -> {
                checkLocal(review, request.target().namespace());
                yield access(subject(spec), spec);
            }
            case "SelfSubjectRulesReview" -> rules(request.caller(), spec);
            default -> throw ApiError.methodNotAllowed().exception();
        };
    }

    private static ObjectNode user(Caller caller) {
        ObjectNode user = Json.object().put("username", caller.user());
        if (!caller.uid().isEmpty()) {
            user.put("uid", caller.uid());
        }
        ArrayNode groups = user.putArray("groups");
        caller.groups().forEach(groups::add);
        if (!caller.extra().isEmpty()) {
            user.set("extra", Json.MAPPER.valueToTree(caller.extra()));
        }
        return user;
    }

    private ObjectNode token(JsonNode spec) {
        if (Json.text(spec, "token").isEmpty()) {
            throw ApiError.badRequest("token is required for TokenReview in authentication")
                    .exception();
        }
        List<String> audiences = Json.texts(spec.path("audiences"));
        TokenVerifier.Verdict verdict =
                verifier == null
                        ? new TokenVerifier.Verdict.Invalid("")
                        : verifier.verify(Json.text(spec, "token"), audiences);
        return switch (verdict) {
            case TokenVerifier.Verdict.Valid valid -> {
                ObjectNode status = Json.object().put("authenticated", true);
                status.set("user", user(valid.caller()));
                valid.audiences().forEach(status.putArray("audiences")::add);
                yield status;
            }
            case TokenVerifier.Verdict.Invalid invalid -> {
                ObjectNode status = Json.object();
                status.putObject("user");
                yield status.put("error", refusal(invalid.why()));
            }
        };
    }

    private static String refusal(String why) {
        return why.isEmpty() ? "invalid bearer token" : "[invalid bearer token, " + why + "]";
    }

    private ObjectNode access(Caller subject, JsonNode spec) {
        check(spec);
        JsonNode resource = spec.path("resourceAttributes");
        Decision decision =
                authorizer.authorize(
                        resource.isObject()
                                ? resourceAttributes(subject, resource)
                                : pathAttributes(subject, spec.path("nonResourceAttributes")));
        return Json.object().put("allowed", decision instanceof Decision.Allowed);
    }

    private static Attributes resourceAttributes(Caller subject, JsonNode resource) {
        return new Attributes(
                subject,
                Json.text(resource, "verb"),
                Json.text(resource, "group"),
                Json.text(resource, "version"),
                Json.text(resource, "resource"),
                Json.text(resource, "subresource"),
                Json.text(resource, "namespace"),
                Json.text(resource, "name"),
                true,
                "");
    }

    private static Attributes pathAttributes(Caller subject, JsonNode path) {
        return new Attributes(
                subject,
                Json.text(path, "verb"),
                "",
                "",
                "",
                "",
                "",
                "",
                false,
                Json.text(path, "path"));
    }

    private static Caller subject(JsonNode spec) {
        String user = Json.text(spec, "user");
        List<String> groups = Json.texts(spec.path("groups"));
        if (user.isEmpty() && groups.isEmpty()) {
            throw invalid(
                    "spec.user",
                    "Invalid value: \"\": at least one of user or group must be specified");
        }
        Map<String, List<String>> extra = new LinkedHashMap<>();
        spec.path("extra")
                .properties()
                .forEach(e -> extra.put(e.getKey(), Json.texts(e.getValue())));
        return new Caller(user, Json.text(spec, "uid"), groups, extra);
    }

    private static void check(JsonNode spec) {
        boolean resource = spec.path("resourceAttributes").isObject();
        boolean path = spec.path("nonResourceAttributes").isObject();
        if (resource && path) {
            throw invalid(
                    "spec.nonResourceAttributes",
                    "Invalid value: cannot be specified in combination with resourceAttributes");
        }
        if (!resource && !path) {
            throw invalid(
                    "spec.resourceAttributes",
                    "Invalid value: \"null\": exactly one of nonResourceAttributes or resourceAttributes must be specified");
        }
        for (String selector : List.of("fieldSelector", "labelSelector")) {
            JsonNode given = Json.at(spec, "resourceAttributes", selector);
            if (!Json.text(given, "rawSelector").isEmpty()
                    && !given.path("requirements").isEmpty()) {
                throw invalid(
                        "spec.resourceAttributes." + selector + ".rawSelector",
                        "Invalid value: \"%s\": may not specified at the same time as requirements"
                                .formatted(Json.text(given, "rawSelector")));
            }
        }
    }

    private static void checkLocal(ObjectNode review, String namespace) {
        String asked = Json.text(review, "spec", "resourceAttributes", "namespace");
        if (!asked.equals(namespace)) {
            throw invalid(
                    "spec.resourceAttributes.namespace",
                    "Invalid value: \"%s\": must match metadata.namespace".formatted(asked));
        }
    }

    private static dev.gantry.api.status.ApiException invalid(String field, String message) {
        return ApiError.invalid(
                        AUTHORIZATION,
                        "",
                        "",
                        List.of(new Cause("FieldValueInvalid", message, field)))
                .exception();
    }

    private ObjectNode rules(Caller caller, JsonNode spec) {
        String namespace = Json.text(spec, "namespace");
        if (namespace.isEmpty()) {
            throw ApiError.badRequest("no namespace on request").exception();
        }
        Rights rights = authorizer.rights(caller, namespace);
        ObjectNode status = Json.object();
        ArrayNode resourceRules = status.putArray("resourceRules");
        for (Rule rule : rights.rules()) {
            ObjectNode told = resourceRules.addObject();
            put(told, "verbs", rule.verbs());
            put(told, "apiGroups", rule.groups());
            put(told, "resources", rule.resources());
            if (!rule.names().isEmpty()) {
                put(told, "resourceNames", rule.names());
            }
        }
        ArrayNode pathRules = status.putArray("nonResourceRules");
        for (Rights.PathRule rule : rights.paths()) {
            ObjectNode told = pathRules.addObject();
            put(told, "verbs", rule.verbs());
            rule.paths().forEach(told.putArray("nonResourceURLs")::add);
        }
        return status.put("incomplete", rights.incomplete());
    }

    private static void put(ObjectNode rule, String field, Set<String> words) {
        words.stream().sorted().forEach(rule.putArray(field)::add);
    }
}
