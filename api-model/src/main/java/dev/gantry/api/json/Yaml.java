package dev.gantry.api.json;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.ObjectReader;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** YAML as trees of the same form as JSON. Thread-safe. */
public final class Yaml {

    private static final ObjectReader READER =
            YAMLMapper.builder().build().readerFor(JsonNode.class);

    private Yaml() {}

    /**
     * Every document of a stream, empty ones left out.
     *
     * @throws tools.jackson.core.JacksonException when the bytes are not YAML
     */
    public static List<JsonNode> documents(byte[] bytes) {
        try (MappingIterator<JsonNode> all = READER.readValues(bytes)) {
            return all.readAll().stream().filter(d -> !d.isNull() && !d.isMissingNode()).toList();
        }
    }
}
