package dev.gantry.client;

import dev.gantry.api.json.Json;
import dev.gantry.client.StateClient.ByteListing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Cuts the items out of a list's bytes without building trees: a tenth of the memory. */
final class ListBytes {

    private ListBytes() {}

    /**
     * @throws tools.jackson.core.JacksonException when the bytes are not JSON
     */
    static ByteListing cut(byte[] list) {
        List<byte[]> items = new ArrayList<>();
        Metadata metadata = new Metadata(0, "");
        try (JsonParser parser = Json.MAPPER.createParser(list)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                if (field.equals("items") && value == JsonToken.START_ARRAY) {
                    items(parser, list, items);
                } else if (field.equals("metadata") && value == JsonToken.START_OBJECT) {
                    metadata = metadata(parser);
                } else {
                    parser.skipChildren();
                }
            }
        }
        return new ByteListing(items, metadata.revision, metadata.continueToken);
    }

    private record Metadata(long revision, String continueToken) {}

    private static Metadata metadata(JsonParser parser) {
        long revision = 0;
        String continueToken = "";
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals("resourceVersion")) {
                revision = Long.parseLong(parser.getValueAsString("0"));
            } else if (name.equals("continue")) {
                continueToken = parser.getValueAsString("");
            } else {
                parser.skipChildren();
            }
        }
        return new Metadata(revision, continueToken);
    }

    private static void items(JsonParser parser, byte[] list, List<byte[]> items) {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            int from = (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            int to = (int) parser.currentLocation().getByteOffset();
            items.add(Arrays.copyOfRange(list, from, to));
        }
    }
}
