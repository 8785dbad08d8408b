package dev.gantry.client.informer;

import dev.gantry.api.json.Json;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * An object as it travels: its name, identity and revision beside the bytes.
 *
 * @param namespace empty for cluster-scoped objects
 * @param revision {@code metadata.resourceVersion}; of a deleted object that of the deletion
 */
public record Document(String namespace, String name, String uid, long revision, byte[] body) {

    Name key() {
        return new Name(namespace, name);
    }

    /** What an object is found by within its kind. */
    record Name(String namespace, String name) {}

    /**
     * Reads the identity out of a document; cost is that of skipping through its metadata.
     *
     * @throws tools.jackson.core.JacksonException when the bytes are not JSON
     */
    public static Document of(byte[] body) {
        try (JsonParser parser = Json.MAPPER.createParser(body)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean metadata = parser.currentName().equals("metadata");
                if (parser.nextToken() == JsonToken.START_OBJECT && metadata) {
                    return identity(parser, body);
                }
                parser.skipChildren();
            }
        }
        return new Document("", "", "", 0, body);
    }

    private static Document identity(JsonParser parser, byte[] body) {
        String namespace = "";
        String name = "";
        String uid = "";
        String revision = "";
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "namespace" -> namespace = parser.getValueAsString("");
                case "name" -> name = parser.getValueAsString("");
                case "uid" -> uid = parser.getValueAsString("");
                case "resourceVersion" -> revision = parser.getValueAsString("");
                default -> parser.skipChildren();
            }
        }
        return new Document(
                namespace, name, uid, revision.isEmpty() ? 0 : Long.parseLong(revision), body);
    }
}
