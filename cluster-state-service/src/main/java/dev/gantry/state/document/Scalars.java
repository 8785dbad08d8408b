package dev.gantry.state.document;

import dev.gantry.api.quantity.Quantity;
import dev.gantry.api.schema.Schema;
import java.math.BigDecimal;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BigIntegerNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.StringNode;

/** Leaves: type checks and canonical texts. The given node is returned when it is canonical. */
final class Scalars {

    /** The value's JSON type is not the field's. */
    static final class WrongType extends RuntimeException {
        static final WrongType INSTANCE = new WrongType();

        private WrongType() {
            super("wrong type", null, false, false);
        }
    }

    private Scalars() {}

    /**
     * @throws WrongType when the JSON type does not fit
     * @throws IllegalArgumentException when the text does not, with Kubernetes' words
     */
    static JsonNode canonical(Schema.Kind kind, JsonNode value) {
        return switch (kind) {
            case STRING -> require(value, value.isString());
            case INT32 -> require(value, value.isInt());
            case INT64 -> require(value, value.isInt() || value.isLong());
            case BOOL -> require(value, value.isBoolean());
            case DOUBLE -> number(value);
            case BYTES -> bytes(value);
            case QUANTITY -> quantity(value);
            case INT_OR_STRING -> require(value, value.isString() || value.isInt());
            case TIME -> Times.seconds(text(value));
            case MICRO_TIME -> Times.micros(text(value));
            case DURATION -> require(value, value.isString());
        };
    }

    private static JsonNode require(JsonNode value, boolean fits) {
        if (!fits) {
            throw WrongType.INSTANCE;
        }
        return value;
    }

    private static StringNode text(JsonNode value) {
        if (value instanceof StringNode text) {
            return text;
        }
        throw WrongType.INSTANCE;
    }

    /** Whole numbers lose their fraction, as Go writes them. */
    private static JsonNode number(JsonNode value) {
        require(value, value.isNumber());
        if (!(value instanceof DecimalNode)) {
            return value;
        }
        BigDecimal stripped = value.decimalValue().stripTrailingZeros();
        return stripped.scale() <= 0 && stripped.precision() - stripped.scale() <= 21
                ? BigIntegerNode.valueOf(stripped.toBigIntegerExact())
                : DecimalNode.valueOf(stripped);
    }

    private static JsonNode bytes(JsonNode value) {
        String text = text(value).stringValue();
        if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
            String joined = text.replace("\n", "").replace("\r", "");
            decode(joined);
            return StringNode.valueOf(joined);
        }
        decode(text);
        return value;
    }

    private static void decode(String text) {
        try {
            Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "illegal base64 data at input byte " + firstBad(text), e);
        }
    }

    private static int firstBad(String text) {
        int i = 0;
        while (i < text.length() && isBase64(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isBase64(char c) {
        return c >= 'A' && c <= 'Z'
                || c >= 'a' && c <= 'z'
                || c >= '0' && c <= '9'
                || c == '+'
                || c == '/';
    }

    private static JsonNode quantity(JsonNode value) {
        String text = value.isNumber() ? value.asString() : text(value).stringValue();
        String canonical = Quantity.canonical(text.trim());
        return value.isString() && canonical.equals(text) ? value : StringNode.valueOf(canonical);
    }

    /** A value as decode errors call it. */
    static String describe(JsonNode value, Schema wanted) {
        if (value.isObject()) {
            return "object";
        }
        if (value.isArray()) {
            return "array";
        }
        if (value.isString()) {
            return "string";
        }
        if (value.isBoolean()) {
            return "bool";
        }
        boolean integer =
                wanted instanceof Schema.Scalar scalar
                        && (scalar.kind() == Schema.Kind.INT32
                                || scalar.kind() == Schema.Kind.INT64);
        return integer ? "number " + value.asString() : "number";
    }
}
