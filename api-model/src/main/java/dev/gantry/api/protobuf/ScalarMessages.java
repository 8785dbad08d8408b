package dev.gantry.api.protobuf;

import dev.gantry.api.quantity.GoDuration;
import dev.gantry.api.schema.Schema;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;

/** Leaves on the protobuf wire; several of them are messages there. */
final class ScalarMessages {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private ScalarMessages() {}

    static JsonNode read(Schema.Kind kind, int wireType, WireReader in) {
        return switch (kind) {
            case STRING -> NODES.stringNode(in.text());
            case BYTES -> NODES.stringNode(Base64.getEncoder().encodeToString(in.raw()));
            case INT32 -> NODES.numberNode((int) in.varint());
            case INT64 -> number(in.varint());
            case BOOL -> NODES.booleanNode(in.varint() != 0);
            case DOUBLE -> decimal(Double.longBitsToDouble(in.fixed64()));
            case QUANTITY -> NODES.stringNode(fields(in.message()).text);
            case INT_OR_STRING -> intOrString(fields(in.message()));
            case DURATION -> NODES.stringNode(GoDuration.format(fields(in.message()).first));
            case TIME -> time(fields(in.message()), false);
            case MICRO_TIME -> time(fields(in.message()), true);
        };
    }

    private static JsonNode number(long value) {
        return value == (int) value ? NODES.numberNode((int) value) : NODES.numberNode(value);
    }

    private static JsonNode decimal(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? number((long) value)
                : NODES.numberNode(java.math.BigDecimal.valueOf(value));
    }

    /** A small message of two numbers and a text, which covers all of them. */
    private static final class Parts {
        long first;
        long second;
        String text = "";
        boolean any;
    }

    private static Parts fields(WireReader in) {
        Parts parts = new Parts();
        while (in.hasMore()) {
            parts.any = true;
            int tag = in.tag();
            switch (tag & 7) {
                case WireReader.VARINT -> {
                    long value = in.varint();
                    if (tag >>> 3 == 1) {
                        parts.first = value;
                    } else if (tag >>> 3 == 2) {
                        parts.second = value;
                    }
                }
                case WireReader.BYTES -> parts.text = in.text();
                default -> in.skip(tag & 7);
            }
        }
        return parts;
    }

    private static JsonNode intOrString(Parts parts) {
        return parts.first == 1
                ? NODES.stringNode(parts.text)
                : NODES.numberNode((int) parts.second);
    }

    /** An empty message is the zero time, which JSON has as null. */
    private static JsonNode time(Parts parts, boolean micros) {
        if (!parts.any) {
            return NullNode.getInstance();
        }
        Instant at = Instant.ofEpochSecond(parts.first, parts.second);
        return NODES.stringNode(
                micros ? MICROS.format(at) : Instant.ofEpochSecond(parts.first).toString());
    }

    static void write(WireWriter out, int number, Schema.Kind kind, JsonNode value) {
        switch (kind) {
            case STRING -> out.textField(number, value.asString(""));
            case BYTES -> out.bytesField(number, Base64.getDecoder().decode(value.asString("")));
            case INT32, INT64 -> out.varintField(number, value.longValue(0));
            case BOOL -> out.varintField(number, value.booleanValue(false) ? 1 : 0);
            case DOUBLE -> out.doubleField(number, value.doubleValue(0));
            case QUANTITY -> {
                WireWriter inner = new WireWriter();
                inner.textField(1, value.asString(""));
                out.messageField(number, inner);
            }
            case INT_OR_STRING -> out.messageField(number, intOrString(value));
            case DURATION -> {
                WireWriter inner = new WireWriter();
                inner.varintField(1, GoDuration.parse(value.asString("0s")));
                out.messageField(number, inner);
            }
            case TIME, MICRO_TIME -> out.messageField(number, time(value));
        }
    }

    private static WireWriter intOrString(JsonNode value) {
        WireWriter inner = new WireWriter();
        inner.varintField(1, value.isString() ? 1 : 0);
        inner.varintField(2, value.isString() ? 0 : value.intValue(0));
        inner.textField(3, value.isString() ? value.stringValue() : "");
        return inner;
    }

    private static WireWriter time(JsonNode value) {
        WireWriter inner = new WireWriter();
        if (value.isString()) {
            Instant at = OffsetDateTime.parse(value.stringValue()).toInstant();
            inner.varintField(1, at.getEpochSecond());
            inner.varintField(2, at.getNano());
        }
        return inner;
    }
}
