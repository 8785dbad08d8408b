package dev.gantry.state.serviceaccount;

import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.client.door.ByteSink;
import dev.gantry.client.door.DoorReply;
import dev.gantry.client.door.DoorRequest;
import dev.gantry.state.request.DocumentEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells others how to check tokens. Kubernetes: "Configure Service Accounts for Pods", "Service
 * account issuer discovery".
 */
final class IssuerDocuments implements DocumentEndpoint {

    private static final String CONFIGURATION = "/.well-known/openid-configuration";
    private static final String KEYS = "/openid/v1/jwks";

    private static final String KEY_SET = "application/jwk-set+json";

    private final Supplier<SigningKeys> keys;
    private final String issuer;
    private final String server;

    /**
     * @param server host and port of the API
     */
    IssuerDocuments(Supplier<SigningKeys> keys, String issuer, String server) {
        this.keys = keys;
        this.issuer = issuer;
        this.server = server;
    }

    @Override
    public boolean handles(String path) {
        return path.equals(CONFIGURATION) || path.equals(KEYS);
    }

    @Override
    public void answer(DoorRequest request, DoorReply reply) {
        if (request.path().equals(KEYS)) {
            requireKeySet(request.header("accept"));
            byte[] set = keys.get().publicSet().getBytes(StandardCharsets.UTF_8);
            send(reply, KEY_SET, set);
        } else {
            send(reply, "application/json", Json.bytes(configuration()));
        }
    }

    /** Whoever wants plain JSON and nothing else gets none, as in Kubernetes. */
    private static void requireKeySet(@Nullable String accept) {
        boolean takes =
                accept == null
                        || accept.isBlank()
                        || accept.contains(KEY_SET)
                        || accept.contains("application/*")
                        || accept.contains("*/*");
        if (!takes) {
            throw ApiError.notAcceptable("only the following media types are accepted: " + KEY_SET)
                    .exception();
        }
    }

    private ObjectNode configuration() {
        ObjectNode document = Json.object();
        document.put("issuer", issuer).put("jwks_uri", "https://" + server + KEYS);
        document.putArray("response_types_supported").add("id_token");
        document.putArray("subject_types_supported").add("public");
        document.putArray("id_token_signing_alg_values_supported").add("RS256");
        return document;
    }

    private static void send(DoorReply reply, String type, byte[] body) {
        Map<String, List<String>> headers =
                Map.of(
                        "content-type", List.of(type),
                        "content-length", List.of(String.valueOf(body.length)),
                        "cache-control", List.of("public, max-age=3600"));
        try (ByteSink sink = reply.begin(200, headers)) {
            sink.write(body);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
