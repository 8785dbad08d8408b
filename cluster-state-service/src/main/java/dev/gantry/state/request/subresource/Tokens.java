package dev.gantry.state.request.subresource;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiError.Cause;
import dev.gantry.state.document.FieldOwnership;
import dev.gantry.state.request.exchange.Answer;
import dev.gantry.state.request.exchange.ApiRequest;
import dev.gantry.state.request.exchange.WriteOptions;
import dev.gantry.state.request.write.Metadata;
import dev.gantry.state.request.write.Submitted;
import dev.gantry.state.request.write.WriteServices;
import dev.gantry.state.store.StoredObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code serviceaccounts/NAME/token}. */
final class Tokens {

    private static final long DEFAULT_SECONDS = 3600;
    private static final long SHORTEST_SECONDS = 600;
    private static final long LONGEST_SECONDS = 1L << 32;
    private static final String API_VERSION = "authentication.k8s.io/v1";
    private static final String KIND = "TokenRequest";
    private static final Map<String, String> BINDABLE =
            Map.of("Pod", "pods", "Secret", "secrets", "Node", "nodes");

    private final WriteServices services;
    private final @Nullable TokenIssuer issuer;

    Tokens(WriteServices services, @Nullable TokenIssuer issuer) {
        this.services = services;
        this.issuer = issuer;
    }

    Answer answer(ApiRequest request) {
        WriteOptions options = WriteOptions.read(request, "CreateOptions", false);
        var schema = services.schema(API_VERSION, KIND);
        ObjectNode wish =
                Submitted.read(
                        request,
                        services,
                        new Submitted.Expected(API_VERSION, KIND),
                        schema,
                        options.validation());
        wish.remove("status");
        ObjectNode account = account(request);
        check(wish, Metadata.name(account));
        TokenIssuer.Bound bound = bound(wish.path("spec").path("boundObjectRef"), account);
        complete(wish, account);
        FieldOwnership.update(
                null, wish, options.fieldManager(), API_VERSION, "token", services.now(), schema);
        issue(wish, account, bound);
        return new Answer.Tree(201, request.target().type(), wish);
    }

    private ObjectNode account(ApiRequest request) {
        ResourceType type = request.target().type();
        String name = request.target().name();
        StoredObject stored =
                services.objects()
                        .find(services.documents().key(type, request.target().namespace(), name));
        if (stored == null) {
            throw ApiError.notFound(type.group(), type.resource(), name).exception();
        }
        return services.documents().tree(type, stored);
    }

    private static void check(ObjectNode wish, String name) {
        List<Cause> causes = new ArrayList<>();
        String own = Metadata.name(wish);
        if (!own.isEmpty() && !own.equals(name)) {
            causes.add(
                    new Cause(
                            "FieldValueInvalid",
                            "Invalid value: \"%s\": must match the service account name"
                                    .formatted(own),
                            "metadata.name"));
            throw ApiError.invalid("authentication.k8s.io", KIND, name, causes).exception();
        }
        long seconds = Json.at(wish, "spec", "expirationSeconds").asLong(DEFAULT_SECONDS);
        if (seconds < SHORTEST_SECONDS) {
            causes.add(invalidLife(seconds, "may not specify a duration less than 10 minutes"));
        }
        if (seconds > LONGEST_SECONDS) {
            causes.add(invalidLife(seconds, "may not specify a duration larger than 2^32 seconds"));
        }
        if (!causes.isEmpty()) {
            throw ApiError.invalid("authentication.k8s.io", KIND, "", causes).exception();
        }
    }

    private static Cause invalidLife(long seconds, String why) {
        return new Cause(
                "FieldValueInvalid",
                "Invalid value: %d: %s".formatted(seconds, why),
                "spec.expirationSeconds");
    }

    private TokenIssuer.@Nullable Bound bound(JsonNode reference, ObjectNode account) {
        if (!reference.isObject()) {
            return null;
        }
        String kind = Json.text(reference, "kind");
        String resource = BINDABLE.get(kind);
        String name = Json.text(reference, "name");
        if (resource == null || !Json.text(reference, "apiVersion").equals("v1")) {
            throw ApiError.badRequest(
                            "cannot bind token for serviceaccount \"%s\" to object type %s"
                                    .formatted(Metadata.name(account), kind))
                    .exception();
        }
        if (name.isEmpty()) {
            throw ApiError.badRequest("name is required to bind a token to a " + kind).exception();
        }
        String namespace = kind.equals("Node") ? "" : Metadata.namespace(account);
        StoredObject object = services.objects().find(new ObjectKey(resource, namespace, name));
        if (object == null) {
            throw ApiError.notFound("", resource, name).exception();
        }
        String uid = Json.text(reference, "uid");
        if (!uid.isEmpty() && !uid.equals(object.uid())) {
            throw ApiError.conflict(
                            "",
                            resource,
                            name,
                            "the UID in the bound object reference (%s) does not match the UID in record. The object might have been deleted and then recreated"
                                    .formatted(uid))
                    .exception();
        }
        return new TokenIssuer.Bound(kind, name, object.uid());
    }

    private void complete(ObjectNode wish, ObjectNode account) {
        ObjectNode metadata = Metadata.of(wish);
        metadata.put("name", Metadata.name(account));
        metadata.put("namespace", Metadata.namespace(account));
        metadata.put("uid", Metadata.uid(account));
        metadata.put("creationTimestamp", Metadata.timestamp(services.now()));
        ObjectNode spec = Json.child(wish, "spec");
        if (!spec.path("expirationSeconds").isNumber()) {
            spec.put("expirationSeconds", DEFAULT_SECONDS);
        }
    }

    private void issue(ObjectNode wish, ObjectNode account, TokenIssuer.@Nullable Bound bound) {
        if (issuer == null) {
            throw ApiError.unavailable(
                            "service account tokens are not issued: this installation has no key to sign them")
                    .exception();
        }
        ObjectNode spec = Json.child(wish, "spec");
        List<String> audiences = Json.texts(spec.path("audiences"));
        TokenIssuer.Issued issued =
                issuer.issue(
                        Metadata.namespace(account),
                        Metadata.name(account),
                        Metadata.uid(account),
                        audiences,
                        Duration.ofSeconds(spec.path("expirationSeconds").asLong()),
                        bound);
        ArrayNode told = spec.putArray("audiences");
        issued.audiences().forEach(told::add);
        if (bound == null) {
            spec.putNull("boundObjectRef");
        }
        wish.putObject("status")
                .put("token", issued.token())
                .put("expirationTimestamp", Metadata.timestamp(issued.expiry()));
    }
}
