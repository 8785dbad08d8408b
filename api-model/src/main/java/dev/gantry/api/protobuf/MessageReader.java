package dev.gantry.api.protobuf;

import dev.gantry.api.json.Json;
import dev.gantry.api.schema.Field;
import dev.gantry.api.schema.Schema;
import dev.gantry.api.schema.Schemas;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads one message into a tree, field by field; unknown fields are skipped. */
final class MessageReader {

    /** Deeper documents are refused, as in JSON. */
    private static final int MOST_NESTED = 500;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Schemas schemas;
    private int depth;

    MessageReader(Schemas schemas) {
        this.schemas = schemas;
    }

    void read(ObjectNode into, Schema.Struct schema, WireReader in) {
        if (++depth > MOST_NESTED) {
            throw new IllegalArgumentException("exceeded max depth");
        }
        while (in.hasMore()) {
            int tag = in.tag();
            int number = tag >>> 3;
            Field field = schema.numbered(number);
            if (field != null) {
                field(into, field, tag & 7, in);
            } else {
                inlined(into, schema, number, tag & 7, in);
            }
        }
        depth--;
    }

    private void inlined(
            ObjectNode into, Schema.Struct schema, int number, int wireType, WireReader in) {
        for (Schema.Struct.Inline inline : schema.inlines()) {
            if (inline.number() == number && wireType == WireReader.BYTES) {
                read(into, inline.struct(), in.message());
                return;
            }
        }
        in.skip(wireType);
    }

    private void field(ObjectNode into, Field field, int wireType, WireReader in) {
        switch (field.schema()) {
            case Schema.ListOf list when list.wrapped() ->
                    into.set(field.name(), wrapped(list, in.message()));
            case Schema.ListOf list -> items(into.withArray(field.name()), list, wireType, in);
            case Schema.MapOf map -> entry(Json.child(into, field.name()), map, in.message());
            default -> {
                JsonNode value = value(field.schema(), wireType, in);
                if (field.pointer() || isBytes(field.schema()) || !isUnset(value)) {
                    into.set(field.name(), value);
                }
            }
        }
    }

    /** Bytes on the wire are set even when there are none. */
    private static boolean isBytes(Schema schema) {
        return schema instanceof Schema.Scalar scalar && scalar.kind() == Schema.Kind.BYTES;
    }

    private static boolean isUnset(JsonNode value) {
        return value.isNull()
                || value.isString() && value.stringValue().isEmpty()
                || value.isNumber() && value.doubleValue() == 0
                || value.isBoolean() && !value.booleanValue();
    }

    /** Numbers may be packed into one value. */
    private void items(ArrayNode array, Schema.ListOf list, int wireType, WireReader in) {
        if (wireType == WireReader.BYTES && isVarint(list.item())) {
            WireReader packed = in.message();
            while (packed.hasMore()) {
                array.add(value(list.item(), WireReader.VARINT, packed));
            }
        } else {
            array.add(value(list.item(), wireType, in));
        }
    }

    private static boolean isVarint(Schema schema) {
        return schema instanceof Schema.Scalar scalar
                && switch (scalar.kind()) {
                    case INT32, INT64, BOOL -> true;
                    case STRING,
                            DOUBLE,
                            BYTES,
                            QUANTITY,
                            INT_OR_STRING,
                            TIME,
                            MICRO_TIME,
                            DURATION ->
                            false;
                };
    }

    private ArrayNode wrapped(Schema.ListOf list, WireReader in) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag >>> 3 == 1) {
                items(array, list, tag & 7, in);
            } else {
                in.skip(tag & 7);
            }
        }
        return array;
    }

    private void entry(ObjectNode into, Schema.MapOf map, WireReader in) {
        String key = "";
        JsonNode value = null;
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag >>> 3 == 1) {
                key = in.text();
            } else if (tag >>> 3 == 2) {
                value = value(map.value(), tag & 7, in);
            } else {
                in.skip(tag & 7);
            }
        }
        into.set(key, value == null ? absent(map.value()) : value);
    }

    private static JsonNode absent(Schema schema) {
        return schema instanceof Schema.Struct ? Json.object() : NODES.stringNode("");
    }

    private JsonNode value(Schema schema, int wireType, WireReader in) {
        return switch (schema) {
            case Schema.Scalar scalar -> ScalarMessages.read(scalar.kind(), wireType, in);
            case Schema.Struct struct -> struct(struct, in);
            case Schema.Any any -> any(in.message());
            case Schema.Alternative alternative -> alternative(alternative, in.message());
            case Schema.ListOf list -> wrapped(list, in.message());
            case Schema.MapOf map ->
                    throw new IllegalArgumentException("proto: a map inside a list or map");
        };
    }

    private ObjectNode struct(Schema.Struct struct, WireReader in) {
        ObjectNode object = Json.object();
        read(object, struct, in.message());
        return object;
    }

    /** The raw bytes of field 1 are JSON, or again a document with magic and envelope. */
    private JsonNode any(WireReader in) {
        byte[] raw = {};
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag == (1 << 3 | WireReader.BYTES)) {
                raw = in.raw();
            } else {
                in.skip(tag & 7);
            }
        }
        if (raw.length == 0) {
            return NullNode.getInstance();
        }
        if (raw.length > 4 && raw[0] == 'k' && raw[1] == '8' && raw[2] == 's' && raw[3] == 0) {
            return ProtobufDocuments.decode(raw, schemas);
        }
        try {
            return Json.parse(raw);
        } catch (tools.jackson.core.JacksonException e) {
            throw new IllegalArgumentException("raw extension: " + e.getOriginalMessage(), e);
        }
    }

    private JsonNode alternative(Schema.Alternative alternative, WireReader in) {
        JsonNode schema = null;
        @Nullable JsonNode other = null;
        boolean bool = alternative.form() == Schema.Alternative.Form.BOOL;
        while (in.hasMore()) {
            int tag = in.tag();
            int number = tag >>> 3;
            if (bool && number == 1) {
                other = NODES.booleanNode(in.varint() != 0);
            } else if (number == (bool ? 2 : 1)) {
                schema = struct(alternative.struct(), in);
            } else if (number == 2) {
                ArrayNode array = other instanceof ArrayNode a ? a : Json.MAPPER.createArrayNode();
                array.add(
                        alternative.form() == Schema.Alternative.Form.ARRAY
                                ? struct(alternative.struct(), in)
                                : NODES.stringNode(in.text()));
                other = array;
            } else {
                in.skip(tag & 7);
            }
        }
        if (schema != null) {
            return schema;
        }
        return other == null ? NullNode.getInstance() : other;
    }
}
