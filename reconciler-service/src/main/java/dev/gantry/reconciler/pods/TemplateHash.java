package dev.gantry.reconciler.pods;

import dev.gantry.api.json.Json;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compares pod templates and gives each a short name, the {@code pod-template-hash}. The hash only
 * makes names; whether two templates are the same is decided by comparing them.
 */
public final class TemplateHash {

    public static final String LABEL = "pod-template-hash";

    private TemplateHash() {}

    /**
     * The same for equal templates and collision counts, whatever order their properties are in.
     *
     * @param collisions how often a hash of this Deployment met another template's set
     */
    public static String of(PodTemplateSpec template, int collisions) {
        return of(Json.tree(template), collisions);
    }

    /** As above, of any document. */
    public static String of(JsonNode document, int collisions) {
        Fnv32 hash = new Fnv32();
        hash.add(document);
        if (collisions > 0) {
            hash.add("#" + collisions);
        }
        return FreshNames.safe(Integer.toUnsignedString(hash.value));
    }

    /** Equal but for the label that the hash itself has put there. */
    public static boolean same(PodTemplateSpec a, PodTemplateSpec b) {
        return bare(a).equals(bare(b));
    }

    private static ObjectNode bare(PodTemplateSpec template) {
        ObjectNode tree = Json.tree(template);
        if (tree.path("metadata") instanceof ObjectNode metadata) {
            if (metadata.path("labels") instanceof ObjectNode labels) {
                labels.remove(LABEL);
                if (labels.isEmpty()) {
                    metadata.remove("labels");
                }
            }
            metadata.remove("creationTimestamp");
            if (metadata.isEmpty()) {
                tree.remove("metadata");
            }
        }
        return tree;
    }

    /** FNV-1, 32 bits, over a tree with its properties in order. */
    private static final class Fnv32 {
        int value = 0x811c9dc5;

        void add(JsonNode node) {
            if (node instanceof ObjectNode object) {
                add("{");
                for (String name : new TreeSet<>(object.propertyNames())) {
                    add(name);
                    add(":");
                    add(object.get(name));
                }
                add("}");
            } else if (node.isArray()) {
                add("[");
                node.forEach(this::add);
                add("]");
            } else {
                add(node.asString());
                add(",");
            }
        }

        void add(String text) {
            for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
                value = (value * 0x01000193) ^ (b & 0xff);
            }
        }
    }
}
