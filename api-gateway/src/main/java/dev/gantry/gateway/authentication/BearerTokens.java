package dev.gantry.gateway.authentication;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.digest.Sha256;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.client.StateClient;
import dev.gantry.client.door.Caller;
import dev.gantry.runtime.http.RequestCallers;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds the caller by a bearer token (RFC 6750), which the state service reviews. What counted
 * counts for some seconds more without asking again; what did not is asked again each time.
 * Thread-safe.
 */
final class BearerTokens implements RequestCallers {

    private static final ResourceType REVIEWS =
            Catalog.builtIn().require("tokenreviews.authentication.k8s.io");
    private static final String SCHEME = "bearer ";
    private static final Duration REMEMBERED_FOR = Duration.ofSeconds(10);

    /** Bound on tokens remembered; when there are more, all are asked for anew. */
    private static final int REMEMBERED = 4096;

    private final StateClient state;
    private final Clock clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(Caller caller, Instant until) {}

    BearerTokens(StateClient state, Clock clock) {
        this.state = state;
        this.clock = clock;
    }

    /**
     * @return null when there is no such token, and when it does not count
     * @throws dev.gantry.api.status.ApiException when nobody can tell now
     */
    @Override
    public @Nullable Caller of(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        String token = header.substring(SCHEME.length()).strip();
        return token.isEmpty() ? null : caller(token);
    }

    private @Nullable Caller caller(String token) {
        String digest = Base64.getEncoder().encodeToString(Sha256.of(token)); // no token is kept
        Known found = known.get(digest);
        if (found != null && clock.instant().isBefore(found.until())) {
            return found.caller();
        }
        Caller caller = review(token);
        if (known.size() >= REMEMBERED) {
            known.clear();
        }
        if (caller == null) {
            known.remove(digest);
        } else {
            known.put(digest, new Known(caller, clock.instant().plus(REMEMBERED_FOR)));
        }
        return caller;
    }

    private @Nullable Caller review(String token) {
        ObjectNode review = Json.object();
        review.put("apiVersion", REVIEWS.apiVersion()).put("kind", REVIEWS.kind());
        review.putObject("spec").put("token", token);
        JsonNode status = state.create(REVIEWS, "", review).path("status");
        return status.path("authenticated").asBoolean(false) ? caller(status.path("user")) : null;
    }

    private static Caller caller(JsonNode user) {
        Map<String, List<String>> extra = new LinkedHashMap<>();
        user.path("extra")
                .properties()
                .forEach(entry -> extra.put(entry.getKey(), Json.texts(entry.getValue())));
        String name = Json.text(user, "username");
        if (name.isEmpty()) {
            throw ApiError.unauthorized().exception();
        }
        return new Caller(name, Json.text(user, "uid"), Json.texts(user.path("groups")), extra);
    }
}
