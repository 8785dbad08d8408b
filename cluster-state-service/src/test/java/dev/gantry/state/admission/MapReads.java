package dev.gantry.state.admission;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.json.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A cluster of a few documents, for tests of admission. */
public final class MapReads implements ClusterReads {

    private final Map<ObjectKey, ObjectNode> objects = new TreeMap<>();

    /** Adds a document given as YAML; it gets a uid and a revision. */
    public MapReads put(String groupResource, String yaml) {
        ObjectNode object = document(yaml);
        ObjectNode metadata = (ObjectNode) object.path("metadata");
        metadata.put("uid", "uid-" + objects.size()).put("resourceVersion", "7");
        objects.put(
                new ObjectKey(
                        groupResource,
                        metadata.path("namespace").asString(""),
                        metadata.path("name").asString("")),
                object);
        return this;
    }

    public static ObjectNode document(String yaml) {
        return (ObjectNode) Yaml.documents(yaml.getBytes(StandardCharsets.UTF_8)).get(0);
    }

    @Override
    public @Nullable ObjectNode get(ObjectKey key) {
        return objects.get(key);
    }

    @Override
    public List<ObjectNode> list(String groupResource, String namespace) {
        return objects.entrySet().stream()
                .filter(e -> e.getKey().groupResource().equals(groupResource))
                .filter(e -> namespace.isEmpty() || e.getKey().namespace().equals(namespace))
                .map(Map.Entry::getValue)
                .toList();
    }
}
