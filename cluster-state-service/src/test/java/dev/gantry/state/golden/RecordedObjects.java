package dev.gantry.state.golden;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.schema.Schemas;
import dev.gantry.state.document.Canonical;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The objects in the recorded answers to creations, their placeholders filled. */
public final class RecordedObjects {

    private RecordedObjects() {}

    public static List<ObjectNode> all() {
        return GoldenCase.read("golden-open.jsonl").stream()
                .map(GoldenCase::tree)
                .filter(c -> c.path("request").path("method").asString("").equals("POST"))
                .map(c -> c.path("expect").path("object"))
                .filter(o -> o.path("metadata").has("uid"))
                .filter(o -> stored(o).isPresent())
                .map(RecordedObjects::filled)
                .toList();
    }

    private static Optional<ResourceType> stored(JsonNode object) {
        return Catalog.builtIn()
                .ofKind(object.path("apiVersion").asString(""), object.path("kind").asString(""))
                .filter(ResourceType::stored);
    }

    private static ObjectNode filled(JsonNode object) {
        String text =
                object.toString()
                        .replace("<uid>", "11111111-2222-3333-4444-555555555555")
                        .replace("<time>", "2020-01-01T00:00:00Z")
                        .replace("\"<port>\"", "30200")
                        .replace("<ip>", "10.96.7.7")
                        .replace("<rv>", "7")
                        .replace("<gen>", "abcde");
        ObjectNode filled = (ObjectNode) Json.MAPPER.readTree(text);
        Canonical.stored(
                filled, Schemas.builtIn().ofKind(stored(object).orElseThrow()).orElseThrow());
        return filled;
    }
}
