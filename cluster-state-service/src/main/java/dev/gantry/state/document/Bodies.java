package dev.gantry.state.document;

import dev.gantry.api.json.Json;
import dev.gantry.api.protobuf.ProtobufDocuments;
import dev.gantry.api.schema.Schemas;
import dev.gantry.api.status.ApiError;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Bytes of a request to trees. Pure. */
public final class Bodies {

    public static final String JSON = "application/json";
    public static final String YAML = "application/yaml";
    public static final String PROTOBUF = "application/vnd.kubernetes.protobuf";

    /**
     * @param duplicateFields paths that occurred more than once; the last value counts
     */
    public record Decoded(ObjectNode tree, List<String> duplicateFields) {}

    /** The same for a body that need not be an object, as a JSON Patch. */
    public record Parsed(JsonNode tree, List<String> duplicateFields) {}

    private Bodies() {}

    /**
     * A document in JSON (also without content type), YAML or protobuf.
     *
     * @throws dev.gantry.api.status.ApiException 400 when the bytes do not parse, 415 for another
     *     content type
     */
    public static Decoded decode(byte[] body, @Nullable String contentType, Schemas schemas) {
        return switch (mediaType(contentType)) {
            case "", JSON -> object(json(body));
            case YAML -> object(yaml(body));
            case PROTOBUF -> new Decoded(protobuf(body, schemas), List.of());
            default ->
                    throw ApiError.unsupportedMediaType(
                                    "the body of the request was in an unknown format - accepted"
                                            + " media types include: application/json,"
                                            + " application/yaml,"
                                            + " application/vnd.kubernetes.protobuf")
                            .exception();
        };
    }

    /**
     * Any JSON, such as a patch.
     *
     * @throws dev.gantry.api.status.ApiException 400 when the bytes are not JSON
     */
    public static Parsed json(byte[] body) {
        try {
            return TreeReader.json(body);
        } catch (JacksonException e) {
            throw unreadable(e.getOriginalMessage());
        }
    }

    /**
     * YAML (or JSON, which is YAML), such as a server-side apply patch. A key that occurs twice is
     * an error.
     *
     * @throws dev.gantry.api.status.ApiException 400 when the bytes are not YAML
     */
    public static Parsed yaml(byte[] body) {
        try {
            return new Parsed(YamlTree.read(body), List.of());
        } catch (IllegalArgumentException e) {
            throw ApiError.badRequest("error converting YAML to JSON: " + e.getMessage())
                    .exception();
        }
    }

    /** The part of a Content-Type before its parameters, in lower case; empty for none. */
    public static String mediaType(@Nullable String contentType) {
        if (contentType == null) {
            return "";
        }
        int end = contentType.indexOf(';');
        String type = end < 0 ? contentType : contentType.substring(0, end);
        return type.trim().toLowerCase(Locale.ROOT);
    }

    private static ObjectNode protobuf(byte[] body, Schemas schemas) {
        try {
            return ProtobufDocuments.decode(body, schemas);
        } catch (IllegalArgumentException e) {
            throw ApiError.badRequest(String.valueOf(e.getMessage())).exception();
        }
    }

    private static Decoded object(Parsed parsed) {
        if (parsed.tree() instanceof ObjectNode tree) {
            return new Decoded(tree, parsed.duplicateFields());
        }
        if (parsed.tree().isNull()) {
            return new Decoded(Json.object(), List.of());
        }
        String what =
                parsed.tree().isArray()
                        ? "array"
                        : parsed.tree().isString()
                                ? "string"
                                : parsed.tree().isNumber() ? "number" : "value";
        throw unreadable("json: cannot unmarshal " + what + " into Go value of type struct");
    }

    private static dev.gantry.api.status.ApiException unreadable(String why) {
        return ApiError.badRequest("couldn't get version/kind; json parse error: " + why)
                .exception();
    }
}
