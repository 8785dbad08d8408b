package dev.gantry.api.protobuf;

import dev.gantry.api.json.Json;
import dev.gantry.api.schema.Schema;
import dev.gantry.api.schema.Schemas;
import java.util.Arrays;
import tools.jackson.databind.node.ObjectNode;

/**
 * Between JSON trees and {@code application/vnd.kubernetes.protobuf}: four bytes of magic and an
 * envelope that names the type and carries the message. Pure; cost is linear in the bytes.
 */
public final class ProtobufDocuments {

    private static final byte[] MAGIC = {'k', '8', 's', 0};

    private ProtobufDocuments() {}

    /**
     * The tree of a document. Zero values of fields that are not pointers count as unset.
     *
     * @throws IllegalArgumentException when the bytes are not such a document or its kind is not
     *     known
     */
    public static ObjectNode decode(byte[] bytes, Schemas schemas) {
        if (bytes.length < 4 || !Arrays.equals(bytes, 0, 4, MAGIC, 0, 4)) {
            throw new IllegalArgumentException(
                    "provided data does not appear to be a protobuf message, expected prefix ["
                            + "107 56 115 0]");
        }
        Envelope envelope = Envelope.read(new WireReader(bytes, 4, bytes.length));
        Schema.Struct schema =
                schemas.ofKind(envelope.apiVersion(), envelope.kind())
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "no kind \""
                                                        + envelope.kind()
                                                        + "\" is registered for version \""
                                                        + envelope.apiVersion()
                                                        + "\""));
        ObjectNode tree = Json.object();
        tree.put("kind", envelope.kind()).put("apiVersion", envelope.apiVersion());
        byte[] raw = envelope.raw();
        new MessageReader(schemas).read(tree, schema, new WireReader(raw, 0, raw.length));
        return tree;
    }

    /**
     * The bytes of a document that names its own kind.
     *
     * @throws IllegalArgumentException when its kind has no schema, as custom resources
     */
    public static byte[] encode(ObjectNode tree, Schemas schemas) {
        String apiVersion = Json.text(tree, "apiVersion");
        String kind = Json.text(tree, "kind");
        Schema.Struct schema =
                schemas.ofKind(apiVersion, kind)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "no protobuf form of " + apiVersion + " " + kind));
        WireWriter message = MessageWriter.write(tree, schema);
        WireWriter out = new WireWriter();
        out.append(MAGIC);
        out.append(new Envelope(apiVersion, kind, message.toByteArray()).bytes());
        return out.toByteArray();
    }

    /** The message of a document without magic and envelope, as it stands inside a list. */
    public static byte[] message(ObjectNode tree, Schema.Struct schema) {
        return MessageWriter.write(tree, schema).toByteArray();
    }
}
