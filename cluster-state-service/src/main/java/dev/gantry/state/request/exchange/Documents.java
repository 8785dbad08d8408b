package dev.gantry.state.request.exchange;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.state.served.Conversions;
import dev.gantry.state.served.CustomKind;
import dev.gantry.state.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Between stored bytes and documents as clients see them. Stored bytes begin with {@code kind},
 * {@code apiVersion} and {@code metadata}, so that lists can leave out the first two and the
 * revision has a fixed place. Thread-safe.
 */
public final class Documents {

    private final Conversions conversions;

    public Documents(Conversions conversions) {
        this.conversions = conversions;
    }

    /** Where an object of the type is kept, whatever version it is asked for in. */
    public ObjectKey key(ResourceType type, String namespace, String name) {
        return new ObjectKey(conversions.storage(type).groupResource(), namespace, name);
    }

    /** The name of the storage, the same for every version of a kind. */
    public String storageName(ResourceType type) {
        return conversions.storage(type).groupResource();
    }

    /** What a type is that is defined at run time. */
    public Optional<CustomKind> custom(ResourceType type) {
        return conversions.custom(type);
    }

    /**
     * Whether stored bytes are what is served. Never for custom resources, whose definition may
     * have changed since.
     */
    public boolean servedAsStored(ResourceType type) {
        return custom(type).isEmpty() && conversions.storage(type).equals(type);
    }

    /** The document in the served version, resourceVersion set. O(size). */
    public ObjectNode tree(ResourceType type, StoredObject object) {
        ObjectNode tree = (ObjectNode) Json.parse(object.rendered());
        return servedAsStored(type) ? tree : conversions.toServed(type, tree);
    }

    /** The document's bytes in the served version. O(size), without parsing where it can. */
    public byte[] json(ResourceType type, StoredObject object) {
        return servedAsStored(type) ? object.rendered() : Json.bytes(tree(type, object));
    }

    /** A served document in the form in which it is stored. */
    public Encoded encode(ResourceType type, ObjectNode served) {
        ObjectNode tree = servedAsStored(type) ? served : conversions.toStorage(type, served);
        ObjectNode ordered = Json.object();
        ordered.set("kind", tree.path("kind"));
        ordered.set("apiVersion", tree.path("apiVersion"));
        ordered.set("metadata", metadata(tree.path("metadata")));
        for (Map.Entry<String, JsonNode> entry : tree.properties()) {
            ordered.putIfAbsent(entry.getKey(), entry.getValue());
        }
        String prefix = prefix(conversions.storage(type)) + "\"metadata\":{";
        return new Encoded(Json.bytes(ordered), prefix.length());
    }

    /** The bytes that every stored document of a type begins with. */
    public String prefix(ResourceType storageType) {
        return "{\"kind\":\"%s\",\"apiVersion\":\"%s\","
                .formatted(storageType.kind(), storageType.apiVersion());
    }

    /** The metadata without its resourceVersion, name first. */
    private static ObjectNode metadata(JsonNode metadata) {
        ObjectNode ordered = Json.object();
        ordered.set("name", metadata.path("name"));
        for (Map.Entry<String, JsonNode> entry : metadata.properties()) {
            if (!entry.getKey().equals("resourceVersion")) {
                ordered.putIfAbsent(entry.getKey(), entry.getValue());
            }
        }
        return ordered;
    }

    /** Bytes to store and the place of the revision in them. */
    public record Encoded(byte[] body, int spliceAt) {
        @Override
        public String toString() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }
}
