package dev.gantry.state.document;

import dev.gantry.api.json.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Builds a tree from tokens and notes the fields that occur twice, which Jackson's own tree reader
 * keeps silent about. Nesting is bounded by Jackson's limit of 500.
 */
final class TreeReader {

    private static final int BYTE_ORDER_MARK = 0xef;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonParser parser;
    private final List<String> duplicates = new ArrayList<>();
    private final StringBuilder path = new StringBuilder();

    private TreeReader(JsonParser parser) {
        this.parser = parser;
    }

    static Bodies.Parsed json(byte[] body) {
        if (body.length > 0 && (body[0] & 0xff) == BYTE_ORDER_MARK) {
            throw new StreamReadException(
                    "invalid character '\u00ef' looking for beginning of value");
        }
        try (JsonParser parser = Json.MAPPER.createParser(body)) {
            Bodies.Parsed parsed = new TreeReader(parser).whole();
            if (parser.nextToken() != null) {
                throw new StreamReadException(parser, "invalid character after top-level value");
            }
            return parsed;
        }
    }

    private Bodies.Parsed whole() {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new StreamReadException(parser, "unexpected end of JSON input");
        }
        return new Bodies.Parsed(value(first), duplicates);
    }

    private JsonNode value(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> NODES.stringNode(paired(parser.getString()));
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDecimalValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NullNode.getInstance();
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                    throw new StreamReadException(parser, "unexpected token " + token);
        };
    }

    /** Half a surrogate pair, which no UTF-8 can hold, becomes the replacement character. */
    private static String paired(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return replaced(text);
            }
        }
        return text;
    }

    private static String replaced(String text) {
        StringBuilder whole = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c)
                .forEach(whole::appendCodePoint);
        return whole.toString();
    }

    private JsonNode integer() {
        return switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            default -> NODES.numberNode(parser.getBigIntegerValue());
        };
    }

    private ObjectNode object() {
        ObjectNode object = Json.object();
        int length = path.length();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            path.append(length == 0 ? "" : ".").append(name);
            if (object.replace(name, value(parser.nextToken())) != null) {
                duplicates.add(path.toString());
            }
            path.setLength(length);
        }
        return object;
    }

    private ArrayNode array() {
        ArrayNode array = Json.MAPPER.createArrayNode();
        int length = path.length();
        for (JsonToken next = parser.nextToken();
                next != JsonToken.END_ARRAY;
                next = parser.nextToken()) {
            path.append('[').append(array.size()).append(']');
            array.add(value(next));
            path.setLength(length);
        }
        return array;
    }
}
