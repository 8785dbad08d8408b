package dev.gantry.api.protobuf;

import dev.gantry.api.json.Json;
import dev.gantry.api.schema.Field;
import dev.gantry.api.schema.Schema;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a tree as a message. As Kubernetes' own encoder does, fields that are not pointers are
 * written even when zero; readers take both.
 */
final class MessageWriter {

    private MessageWriter() {}

    static WireWriter write(ObjectNode tree, Schema.Struct schema) {
        WireWriter out = new WireWriter();
        for (Map.Entry<String, JsonNode> entry : tree.properties()) {
            Field field = schema.field(entry.getKey());
            if (field != null && !entry.getValue().isNull() && schema.ownsOnWire(field)) {
                field(out, field.number(), field.schema(), entry.getValue());
            }
        }
        for (Schema.Struct.Inline inline : schema.inlines()) {
            out.messageField(inline.number(), write(tree, inline.struct()));
        }
        return out;
    }

    private static void field(WireWriter out, int number, Schema schema, JsonNode value) {
        switch (schema) {
            case Schema.Scalar scalar -> ScalarMessages.write(out, number, scalar.kind(), value);
            case Schema.Struct struct -> out.messageField(number, struct(value, struct));
            case Schema.ListOf list when list.wrapped() ->
                    out.messageField(number, wrapped(list, value));
            case Schema.ListOf list -> value.forEach(each -> field(out, number, list.item(), each));
            case Schema.MapOf map ->
                    value.properties()
                            .forEach(
                                    entry ->
                                            out.messageField(
                                                    number,
                                                    entry(entry.getKey(), map, entry.getValue())));
            case Schema.Any any -> {
                WireWriter inner = new WireWriter();
                inner.bytesField(1, Json.bytes(value));
                out.messageField(number, inner);
            }
            case Schema.Alternative alternative ->
                    out.messageField(number, alternative(alternative, value));
        }
    }

    private static WireWriter struct(JsonNode value, Schema.Struct struct) {
        return value instanceof ObjectNode object ? write(object, struct) : new WireWriter();
    }

    private static WireWriter wrapped(Schema.ListOf list, JsonNode value) {
        WireWriter inner = new WireWriter();
        value.forEach(each -> field(inner, 1, list.item(), each));
        return inner;
    }

    private static WireWriter entry(String key, Schema.MapOf map, JsonNode value) {
        WireWriter inner = new WireWriter();
        inner.textField(1, key);
        field(inner, 2, map.value(), value);
        return inner;
    }

    private static WireWriter alternative(Schema.Alternative alternative, JsonNode value) {
        WireWriter inner = new WireWriter();
        boolean bool = alternative.form() == Schema.Alternative.Form.BOOL;
        if (bool) {
            inner.varintField(1, value.isObject() || value.booleanValue(false) ? 1 : 0);
        }
        if (value.isObject()) {
            inner.messageField(bool ? 2 : 1, struct(value, alternative.struct()));
        } else if (value.isArray()) {
            Schema item =
                    alternative.form() == Schema.Alternative.Form.ARRAY
                            ? alternative.struct()
                            : new Schema.Scalar(Schema.Kind.STRING);
            value.forEach(each -> field(inner, 2, item, each));
        }
        return inner;
    }
}
