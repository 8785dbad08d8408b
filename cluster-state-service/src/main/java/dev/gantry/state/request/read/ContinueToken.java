package dev.gantry.state.request.read;

import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.state.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Where the next page of a list begins. Opaque to clients.
 *
 * @param revision that all pages show; {@code -1} when the rest may be newer than the first page
 * @param namespace and name of the last object of the page before
 */
record ContinueToken(long revision, String namespace, String name) {

    private static final String VERSION = "meta.k8s.io/v1";
    static final long ANY_REVISION = -1;

    static ContinueToken after(long revision, StoredObject last) {
        return new ContinueToken(revision, last.key().namespace(), last.key().name());
    }

    String encode() {
        byte[] json =
                Json.bytes(
                        Json.object()
                                .put("v", VERSION)
                                .put("rv", revision)
                                .put("start", namespace + "/" + name + "\0"));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
    }

    /**
     * @throws dev.gantry.api.status.ApiException 400 when it is none of ours
     */
    static ContinueToken decode(String text) {
        try {
            byte[] json = Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.US_ASCII));
            JsonNode tree = Json.parse(json);
            String start = Json.text(tree, "start");
            int slash = start.indexOf('/');
            long revision = tree.path("rv").asLong(0);
            if (!Json.text(tree, "v").equals(VERSION)
                    || revision == 0
                    || slash < 0
                    || !start.endsWith("\0")) {
                throw invalid();
            }
            return new ContinueToken(
                    revision,
                    start.substring(0, slash),
                    start.substring(slash + 1, start.length() - 1));
        } catch (IllegalArgumentException | JacksonException e) {
            throw invalid();
        }
    }

    /** Whether an object comes after the last one of the page before. */
    boolean before(StoredObject object) {
        int byNamespace = namespace.compareTo(object.key().namespace());
        return byNamespace != 0 ? byNamespace < 0 : name.compareTo(object.key().name()) < 0;
    }

    private static dev.gantry.api.status.ApiException invalid() {
        return ApiError.badRequest("continue key is not valid").exception();
    }
}
