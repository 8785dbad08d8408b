package dev.gantry.state.document;

import dev.gantry.api.schema.Field;
import dev.gantry.api.schema.Schema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/** What a Go server writes for a value that nobody set. */
final class Zero {

    private static final StringNode EMPTY = StringNode.valueOf("");
    private static final StringNode NO_QUANTITY = StringNode.valueOf("0");
    private static final IntNode NOTHING = IntNode.valueOf(0);

    private Zero() {}

    /** Whether the field is written even when nobody set it. */
    static boolean isAlwaysPresent(Field field) {
        if (field.pointer()) {
            return !field.omitEmpty();
        }
        return isStruct(field.schema()) ? !field.omitZero() : !field.omitEmpty();
    }

    /** Go's omitempty never leaves a struct out, and several scalars are structs. */
    private static boolean isStruct(Schema schema) {
        return switch (schema) {
            case Schema.Struct struct -> true;
            case Schema.Any any -> true;
            case Schema.Alternative alternative -> true;
            case Schema.ListOf list -> false;
            case Schema.MapOf map -> false;
            case Schema.Scalar scalar -> isStruct(scalar.kind());
        };
    }

    private static boolean isStruct(Schema.Kind kind) {
        return switch (kind) {
            case QUANTITY, INT_OR_STRING, TIME, MICRO_TIME, DURATION -> true;
            case STRING, INT32, INT64, BOOL, DOUBLE, BYTES -> false;
        };
    }

    /** The zero of anything but a struct. */
    static JsonNode of(Schema schema) {
        return schema instanceof Schema.Scalar scalar ? of(scalar.kind()) : NullNode.getInstance();
    }

    private static JsonNode of(Schema.Kind kind) {
        return switch (kind) {
            case STRING -> EMPTY;
            case INT32, INT64, DOUBLE, INT_OR_STRING -> NOTHING;
            case BOOL -> BooleanNode.FALSE;
            case QUANTITY -> NO_QUANTITY;
            case DURATION -> StringNode.valueOf("0s");
            case BYTES, TIME, MICRO_TIME -> NullNode.getInstance();
        };
    }

    /** Whether a canonical leaf is left out by omitempty. */
    static boolean isZero(Schema.Kind kind, JsonNode value) {
        return switch (kind) {
            case STRING, BYTES -> value.stringValue("").isEmpty();
            case INT32, INT64, DOUBLE -> value.isNumber() && value.doubleValue(1) == 0;
            case BOOL -> !value.booleanValue(true);
            case QUANTITY, INT_OR_STRING, TIME, MICRO_TIME, DURATION -> false;
        };
    }
}
