package dev.gantry.state.request.exchange;

import dev.gantry.api.json.Json;
import dev.gantry.api.protobuf.ProtobufDocuments;
import dev.gantry.api.schema.Schemas;
import tools.jackson.databind.node.ObjectNode;

/** Documents as bytes, in the encoding that was asked for. Thread-safe. */
public final class Encoder {

    private final Schemas schemas;

    public Encoder(Schemas schemas) {
        this.schemas = schemas;
    }

    /** O(size). */
    public byte[] encode(ObjectNode tree, Accepts accepts) {
        return switch (accepts.encoding()) {
            case JSON ->
                    accepts.pretty()
                            ? Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(tree)
                            : Json.bytes(tree);
            case YAML -> YamlText.of(tree);
            case PROTOBUF -> protobuf(tree);
        };
    }

    /** With the envelope that Kubernetes puts around it. */
    public byte[] protobuf(ObjectNode tree) {
        return ProtobufDocuments.encode(tree, schemas);
    }
}
