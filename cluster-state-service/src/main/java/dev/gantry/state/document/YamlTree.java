package dev.gantry.state.document;

import dev.gantry.api.json.Json;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.Schema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * YAML as Kubernetes reads it: YAML 1.1 words for true and false, aliases and merge keys resolved,
 * keys as texts, no key twice. The tree may not be deeper than 500 nor, aliases expanded, have more
 * than a million nodes.
 */
final class YamlTree {

    private static final Tag UNTAGGED = new Tag("untagged");
    private static final LoadSettings SETTINGS =
            LoadSettings.builder()
                    .setCodePointLimit(4 * 1024 * 1024)
                    .setSchema(new Untyped())
                    .build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Set<String> TRUE =
            Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
    private static final Set<String> FALSE =
            Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
    private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
    private static final int MOST_NESTED = 500;
    private static final int MOST_NODES = 1_000_000;

    private int depth;
    private int nodes;

    /** Leaves it to this class what an untagged plain scalar is. */
    private static final class Untyped implements Schema {
        @Override
        public ScalarResolver getScalarResolver() {
            return (value, isPlain) -> isPlain ? UNTAGGED : Tag.STR;
        }

        @Override
        public Map<Tag, ConstructNode> getSchemaTagConstructors() {
            return Map.of();
        }
    }

    private YamlTree() {}

    /**
     * The first document; null for an empty one.
     *
     * @throws IllegalArgumentException when the bytes are not YAML
     */
    static JsonNode read(byte[] body) {
        try {
            Iterator<Node> all =
                    new Compose(SETTINGS)
                            .composeAllFromInputStream(new ByteArrayInputStream(body))
                            .iterator();
            return all.hasNext() ? new YamlTree().node(all.next()) : NullNode.getInstance();
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException("yaml: " + e.getMessage(), e);
        }
    }

    private JsonNode node(Node node) {
        if (++nodes > MOST_NODES || depth > MOST_NESTED) {
            throw new IllegalArgumentException("yaml: document contains excessive aliasing");
        }
        depth++;
        JsonNode tree =
                switch (node) {
                    case MappingNode mapping -> mapping(mapping);
                    case SequenceNode sequence -> sequence(sequence);
                    case ScalarNode scalar -> scalar(scalar);
                    default ->
                            throw new IllegalArgumentException(
                                    "yaml: unknown node " + node.getTag());
                };
        depth--;
        return tree;
    }

    private ObjectNode mapping(MappingNode mapping) {
        ObjectNode object = Json.object();
        ObjectNode merged = Json.object();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = key(tuple.getKeyNode());
            if (key.equals("<<")) {
                merge(merged, node(tuple.getValueNode()));
            } else if (object.replace(key, node(tuple.getValueNode())) != null) {
                throw new IllegalArgumentException(
                        "yaml: unmarshal errors: key \"" + key + "\" already set in map");
            }
        }
        for (Map.Entry<String, JsonNode> entry : merged.properties()) {
            if (!object.has(entry.getKey())) {
                object.set(entry.getKey(), entry.getValue());
            }
        }
        return object;
    }

    /** Of several maps the first that has a key gives it. */
    private static void merge(ObjectNode merged, JsonNode value) {
        if (value instanceof ObjectNode map) {
            map.properties().forEach(e -> merged.putIfAbsent(e.getKey(), e.getValue()));
        } else if (value instanceof ArrayNode maps) {
            maps.forEach(map -> merge(merged, map));
        } else {
            throw new IllegalArgumentException("yaml: map merge requires map or sequence of maps");
        }
    }

    private String key(Node node) {
        JsonNode key = node(node);
        if (key.isContainer()) {
            throw new IllegalArgumentException("yaml: invalid map key: " + key);
        }
        return key.asString("null");
    }

    private ArrayNode sequence(SequenceNode sequence) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        sequence.getValue().forEach(item -> array.add(node(item)));
        return array;
    }

    private static JsonNode scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        if (!scalar.getTag().equals(UNTAGGED)) {
            return NODES.stringNode(text);
        }
        if (NULL.contains(text)) {
            return NullNode.getInstance();
        }
        if (TRUE.contains(text) || FALSE.contains(text)) {
            return NODES.booleanNode(TRUE.contains(text));
        }
        JsonNode number = number(text);
        return number == null ? NODES.stringNode(text) : number;
    }

    private static @Nullable JsonNode number(String text) {
        char first = text.charAt(0);
        if (first != '-' && first != '+' && first != '.' && (first < '0' || first > '9')) {
            return null;
        }
        String plain = text.replace("_", "");
        try {
            return integer(plain);
        } catch (NumberFormatException notInteger) {
            try {
                return decimal(plain);
            } catch (NumberFormatException notNumber) {
                return null;
            }
        }
    }

    private static JsonNode integer(String text) {
        boolean negative = text.startsWith("-");
        String digits = negative || text.startsWith("+") ? text.substring(1) : text;
        int radix = 10;
        if (digits.startsWith("0x")) {
            radix = 16;
        } else if (digits.startsWith("0b")) {
            radix = 2;
        } else if (digits.startsWith("0o") || digits.length() > 1 && digits.startsWith("0")) {
            radix = 8;
        }
        int skip = radix == 10 ? 0 : radix == 8 && !digits.startsWith("0o") ? 1 : 2;
        BigInteger value = new BigInteger(digits.substring(skip), radix);
        BigInteger signed = negative ? value.negate() : value;
        if (signed.bitLength() < 32) {
            return NODES.numberNode(signed.intValue());
        }
        return signed.bitLength() < 64
                ? NODES.numberNode(signed.longValue())
                : NODES.numberNode(signed);
    }

    private static JsonNode decimal(String text) {
        if (!text.chars().allMatch(c -> c >= '0' && c <= '9' || "+-.eE".indexOf(c) >= 0)) {
            throw new NumberFormatException(text);
        }
        return NODES.numberNode(new BigDecimal(text));
    }
}
