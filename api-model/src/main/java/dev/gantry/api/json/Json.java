package dev.gantry.api.json;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** The process' JSON mapper and short ways to read a tree. Thread-safe. */
public final class Json {

    /**
     * Keeps unknown properties silent, numbers exact, dates as text. For trees and fabric8 views; a
     * null in a document leaves a view's field as it is, so that a list is empty and never null.
     */
    public static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .changeDefaultNullHandling(
                            n -> JsonSetter.Value.construct(Nulls.SKIP, Nulls.AS_EMPTY))
                    .build();

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /**
     * @throws tools.jackson.core.JacksonException when the bytes are not JSON
     */
    public static JsonNode parse(byte[] bytes) {
        return MAPPER.readTree(bytes);
    }

    public static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /** The typed view of a document. */
    public static <T> T view(byte[] bytes, Class<T> type) {
        return MAPPER.readValue(bytes, type);
    }

    /** The tree of a typed view. */
    public static ObjectNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** The node at the end of a path of property names; a missing node when any is absent. */
    public static JsonNode at(@Nullable JsonNode node, String... path) {
        JsonNode at = node == null ? MissingNode.getInstance() : node;
        for (String step : path) {
            at = at.path(step);
        }
        return at;
    }

    /** The text at a path, empty when absent or not a string. */
    public static String text(@Nullable JsonNode node, String... path) {
        JsonNode at = at(node, path);
        return at.isString() ? at.stringValue() : "";
    }

    /** The texts of an array, each empty where it is not a string; a list of the caller's own. */
    public static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asString("")));
        return texts;
    }

    /** The object at a property, created when absent. */
    public static ObjectNode child(ObjectNode parent, String name) {
        return parent.get(name) instanceof ObjectNode present ? present : parent.putObject(name);
    }
}
