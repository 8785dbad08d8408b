package dev.gantry.state.document;

import dev.gantry.api.json.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLFactory;

/**
 * Builds a tree from tokens and notes the fields that occur twice, which Jackson's own tree reader
 * keeps silent about. Nesting is bounded by Jackson's limit of 500.
 */
final class TreeReader {

    private static final YAMLFactory YAML =
            YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonParser parser;
    private final List<String> duplicates = new ArrayList<>();
    private final StringBuilder path = new StringBuilder();

    private TreeReader(JsonParser parser) {
        this.parser = parser;
    }

    static Bodies.Parsed json(byte[] body) {
        try (JsonParser parser = Json.MAPPER.createParser(body)) {
            Bodies.Parsed parsed = new TreeReader(parser).whole();
            if (parser.nextToken() != null) {
                throw new StreamReadException(parser, "invalid character after top-level value");
            }
            return parsed;
        }
    }

    /** The first document of the stream. */
    static Bodies.Parsed yaml(byte[] body) {
        try (JsonParser parser = YAML.createParser(ObjectReadContext.empty(), body)) {
            return new TreeReader(parser).whole();
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
            case VALUE_STRING -> NODES.stringNode(parser.getString());
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDecimalValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NullNode.getInstance();
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                    throw new StreamReadException(parser, "unexpected token " + token);
        };
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
