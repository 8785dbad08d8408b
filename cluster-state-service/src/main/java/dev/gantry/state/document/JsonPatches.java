package dev.gantry.state.document;

import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON Patch, RFC 6902, with the habits of Kubernetes' server: {@code replace} of a missing key
 * adds it, negative array indices count from the end, {@code test} of a missing key against null
 * holds, and what stands before a path's first slash is ignored.
 */
public final class JsonPatches {

    /** More operations than this are refused with 413. */
    static final int MOST_OPERATIONS = 10_000;

    /** Bytes that all {@code copy} operations of a patch may add. */
    private static final int COPY_LIMIT_BYTES = 3 * 1024 * 1024;

    private final ObjectNode document;
    private long copiedBytes;

    private JsonPatches(ObjectNode document) {
        this.document = document;
    }

    /**
     * The patched document; neither argument is changed.
     *
     * @throws ApiException 400 when the patch is no list of operations, 413 when it is too long,
     *     422 when an operation fails
     */
    public static ObjectNode apply(ObjectNode current, JsonNode patch) {
        if (!(patch instanceof ArrayNode operations)) {
            throw ApiError.badRequest(
                            "error decoding patch: json: cannot unmarshal object into Go value of"
                                    + " type jsonpatch.Patch")
                    .exception();
        }
        if (operations.size() > MOST_OPERATIONS) {
            throw ApiError.tooLarge(
                            "The allowed maximum operations in a JSON patch is "
                                    + MOST_OPERATIONS
                                    + ", got "
                                    + operations.size())
                    .exception();
        }
        JsonPatches run = new JsonPatches(current.deepCopy());
        operations.forEach(run::operation);
        return run.document;
    }

    private void operation(JsonNode operation) {
        if (!operation.isObject()) {
            throw ApiError.badRequest("error decoding patch: an operation must be an object")
                    .exception();
        }
        String path = text(operation, "path");
        switch (text(operation, "op")) {
            case "add" -> add(path, valueOf(operation));
            case "remove" -> remove(path);
            case "replace" -> replace(path, valueOf(operation));
            case "move" -> {
                JsonNode moved = read(text(operation, "from"));
                remove(text(operation, "from"));
                add(path, moved);
            }
            case "copy" -> copy(text(operation, "from"), path);
            case "test" -> test(path, valueOf(operation));
            default -> throw failed();
        }
    }

    private static String text(JsonNode operation, String name) {
        JsonNode value = operation.path(name);
        if (!value.isString()) {
            throw failed();
        }
        return value.stringValue();
    }

    private static JsonNode valueOf(JsonNode operation) {
        JsonNode value = operation.get("value");
        return value == null ? NullNode.getInstance() : value;
    }

    private void add(String path, JsonNode value) {
        String key = lastKey(path);
        switch (container(path)) {
            case ObjectNode object -> object.set(key, value.deepCopy());
            case ArrayNode array -> array.insert(insertAt(array, key), value.deepCopy());
            default -> throw failed();
        }
    }

    private void remove(String path) {
        String key = lastKey(path);
        switch (container(path)) {
            case ObjectNode object -> {
                if (object.remove(key) == null) {
                    throw failed();
                }
            }
            case ArrayNode array -> array.remove(index(array, key));
            default -> throw failed();
        }
    }

    private void replace(String path, JsonNode value) {
        String key = lastKey(path);
        switch (container(path)) {
            case ObjectNode object -> object.set(key, value.deepCopy());
            case ArrayNode array -> array.set(index(array, key), value.deepCopy());
            default -> throw failed();
        }
    }

    private void copy(String from, String path) {
        JsonNode value = read(from);
        copiedBytes += value.toString().length();
        if (copiedBytes > COPY_LIMIT_BYTES) {
            throw failed();
        }
        add(path, value);
    }

    private void test(String path, JsonNode expected) {
        JsonNode found = find(container(path), lastKey(path));
        JsonNode actual = found == null ? NullNode.getInstance() : found;
        if (!Values.equal(actual, expected)) {
            throw failed();
        }
    }

    private JsonNode read(String path) {
        JsonNode found = find(container(path), lastKey(path));
        if (found == null) {
            throw failed();
        }
        return found.deepCopy();
    }

    /** What holds the path's last key. */
    private JsonNode container(String path) {
        List<String> keys = keys(path);
        JsonNode at = document;
        for (String key : keys.subList(1, keys.size() - 1)) {
            JsonNode next = find(at, unescape(key));
            if (next == null) {
                throw failed();
            }
            at = next;
        }
        return at;
    }

    private static @Nullable JsonNode find(JsonNode container, String key) {
        return container instanceof ArrayNode array
                ? array.get(index(array, key))
                : container.get(key);
    }

    private static List<String> keys(String path) {
        List<String> keys = List.of(path.split("/", -1));
        if (keys.size() < 2) {
            throw failed();
        }
        return keys;
    }

    private static String lastKey(String path) {
        return unescape(path.substring(path.lastIndexOf('/') + 1));
    }

    private static String unescape(String key) {
        return key.indexOf('~') < 0 ? key : key.replace("~1", "/").replace("~0", "~");
    }

    private static int index(ArrayNode array, String key) {
        int index = number(key);
        int at = index < 0 ? index + array.size() : index;
        if (at < 0 || at >= array.size()) {
            throw failed();
        }
        return at;
    }

    private static int insertAt(ArrayNode array, String key) {
        if (key.equals("-")) {
            return array.size();
        }
        int index = number(key);
        int at = index < 0 ? index + array.size() + 1 : index;
        if (at < 0 || at > array.size()) {
            throw failed();
        }
        return at;
    }

    private static int number(String key) {
        try {
            return Integer.parseInt(key);
        } catch (NumberFormatException e) {
            throw failed();
        }
    }

    private static ApiException failed() {
        return new ApiError(
                        422,
                        "Invalid",
                        "the server rejected our request due to an error in our request",
                        new ApiError.Details("", "", "", "", List.of()),
                        0)
                .exception();
    }
}
