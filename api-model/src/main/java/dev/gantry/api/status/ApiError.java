package dev.gantry.api.status;

import dev.gantry.api.json.Json;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One failure of a request, rendered as a Kubernetes {@code Status}. Codes and reasons: Kubernetes
 * API conventions, "Response Status Kind".
 *
 * @param retryAfterSeconds 0 when the caller is not asked to come back
 * @param continueToken by which an expired list goes on, empty for none
 */
public record ApiError(
        int code,
        String reason,
        String message,
        @Nullable Details details,
        int retryAfterSeconds,
        String continueToken) {

    public ApiError(
            int code,
            String reason,
            String message,
            @Nullable Details details,
            int retryAfterSeconds) {
        this(code, reason, message, details, retryAfterSeconds, "");
    }

    /**
     * What the failure is about. {@code kind} is the plural resource name where Kubernetes says so.
     */
    public record Details(String name, String group, String kind, String uid, List<Cause> causes) {}

    /** One cause; {@code field} is a path such as {@code spec.containers[0].image}. */
    public record Cause(String reason, String message, String field) {}

    public ApiException exception() {
        return new ApiException(this);
    }

    public static ApiError notFound(String group, String resource, String name) {
        String what = group.isEmpty() ? resource : resource + "." + group;
        return new ApiError(
                404,
                "NotFound",
                what + " \"" + name + "\" not found",
                new Details(name, group, resource, "", List.of()),
                0);
    }

    /** The path itself is unknown. */
    public static ApiError pathNotFound() {
        return new ApiError(
                404,
                "NotFound",
                "the server could not find the requested resource",
                new Details("", "", "", "", List.of()),
                0);
    }

    public static ApiError alreadyExists(String group, String resource, String name) {
        String what = group.isEmpty() ? resource : resource + "." + group;
        return new ApiError(
                409,
                "AlreadyExists",
                what + " \"" + name + "\" already exists",
                new Details(name, group, resource, "", List.of()),
                0);
    }

    public static ApiError conflict(String group, String resource, String name, String why) {
        String what = group.isEmpty() ? resource : resource + "." + group;
        return new ApiError(
                409,
                "Conflict",
                "Operation cannot be fulfilled on " + what + " \"" + name + "\": " + why,
                new Details(name, group, resource, "", List.of()),
                0);
    }

    /** The optimistic lock failed: somebody else wrote the object first. */
    public static ApiError modified(String group, String resource, String name) {
        return conflict(
                group,
                resource,
                name,
                "the object has been modified; please apply your changes to the latest version and"
                        + " try again");
    }

    public static ApiError badRequest(String message) {
        return new ApiError(400, "BadRequest", message, null, 0);
    }

    public static ApiError forbidden(String group, String resource, String name, String why) {
        String what = group.isEmpty() ? resource : resource + "." + group;
        String named = name.isEmpty() ? what : what + " \"" + name + "\"";
        return new ApiError(
                403,
                "Forbidden",
                named + " is forbidden: " + why,
                new Details(name, group, resource, "", List.of()),
                0);
    }

    /** Every problem of a document at once; {@code kind} is the kind, not the plural. */
    public static ApiError invalid(String group, String kind, String name, List<Cause> causes) {
        String what = group.isEmpty() ? kind : kind + "." + group;
        String all =
                causes.size() == 1
                        ? describe(causes.get(0))
                        : causes.stream()
                                .map(ApiError::describe)
                                .distinct()
                                .collect(Collectors.joining(", ", "[", "]"));
        return new ApiError(
                422,
                "Invalid",
                what + " \"" + name + "\" is invalid: " + all,
                new Details(name, group, kind, "", causes),
                0);
    }

    private static String describe(Cause cause) {
        return cause.field() + ": " + cause.message();
    }

    public static ApiError methodNotAllowed() {
        return new ApiError(
                405,
                "MethodNotAllowed",
                "the server does not allow this method on the requested resource",
                new Details("", "", "", "", List.of()),
                0);
    }

    public static ApiError unsupportedMediaType(String message) {
        return new ApiError(415, "UnsupportedMediaType", message, null, 0);
    }

    public static ApiError notAcceptable(String message) {
        return new ApiError(406, "NotAcceptable", message, null, 0);
    }

    public static ApiError tooLarge(String message) {
        return new ApiError(413, "RequestEntityTooLarge", message, null, 0);
    }

    /** The resourceVersion asked for is compacted: list again. */
    public static ApiError expired(String message) {
        return new ApiError(410, "Expired", message, null, 0);
    }

    /**
     * As {@link #expired(String)}, with a token in the Status' metadata by which a list goes on.
     */
    public static ApiError expired(String message, String continueToken) {
        return new ApiError(410, "Expired", message, null, 0, continueToken);
    }

    public static ApiError tooManyRequests(String message, int retryAfterSeconds) {
        return new ApiError(
                429,
                "TooManyRequests",
                message,
                new Details("", "", "", "", List.of()),
                retryAfterSeconds);
    }

    public static ApiError unauthorized() {
        return new ApiError(401, "Unauthorized", "Unauthorized", null, 0);
    }

    public static ApiError unavailable(String message) {
        return new ApiError(503, "ServiceUnavailable", message, null, 1);
    }

    public static ApiError timeout(String message) {
        return new ApiError(504, "Timeout", message, null, 0);
    }

    public static ApiError internal(String message) {
        return new ApiError(500, "InternalError", "Internal error occurred: " + message, null, 0);
    }

    /** The {@code Status} document. */
    public ObjectNode toStatus() {
        ObjectNode status = Json.object();
        status.put("kind", "Status").put("apiVersion", "v1");
        putIfSet(status.putObject("metadata"), "continue", continueToken);
        status.put("status", "Failure").put("message", message).put("reason", reason);
        if (details != null || retryAfterSeconds > 0) {
            putDetails(status.putObject("details"));
        }
        status.put("code", code);
        return status;
    }

    private void putDetails(ObjectNode node) {
        if (details != null) {
            putIfSet(node, "name", details.name());
            putIfSet(node, "group", details.group());
            putIfSet(node, "kind", details.kind());
            putIfSet(node, "uid", details.uid());
            if (!details.causes().isEmpty()) {
                ArrayNode causes = node.putArray("causes");
                for (Cause cause : details.causes()) {
                    ObjectNode one = causes.addObject();
                    putIfSet(one, "reason", cause.reason());
                    putIfSet(one, "message", cause.message());
                    putIfSet(one, "field", cause.field());
                }
            }
        }
        if (retryAfterSeconds > 0) {
            node.put("retryAfterSeconds", retryAfterSeconds);
        }
    }

    private static void putIfSet(ObjectNode node, String name, String value) {
        if (!value.isEmpty()) {
            node.put(name, value);
        }
    }
}
