package dev.gantry.state.request.exchange;

import dev.gantry.api.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Objects without anything but their metadata, as caches of ownership and labels ask for them. */
public final class Partial {

    private Partial() {}

    /** Of DaemonSets: no annotation but a field that v1 writes as one, so not metadata. */
    private static final String TEMPLATE_GENERATION = "deprecated.daemonset.template.generation";

    /** A {@code PartialObjectMetadata}; shares the metadata's tree where it can. */
    public static ObjectNode of(ObjectNode object, String version) {
        ObjectNode partial = Json.object();
        partial.put("kind", "PartialObjectMetadata");
        partial.put("apiVersion", "meta.k8s.io/" + version);
        partial.set("metadata", metadata(object));
        return partial;
    }

    private static JsonNode metadata(ObjectNode object) {
        JsonNode metadata = object.path("metadata");
        boolean writtenAsAnnotation =
                Json.text(object, "kind").equals("DaemonSet")
                        && Json.text(object, "apiVersion").equals("apps/v1")
                        && metadata.path("annotations").has(TEMPLATE_GENERATION);
        if (!writtenAsAnnotation) {
            return metadata;
        }
        ObjectNode own = ((ObjectNode) metadata).deepCopy();
        ObjectNode annotations = Json.child(own, "annotations");
        annotations.remove(TEMPLATE_GENERATION);
        if (annotations.isEmpty()) {
            own.remove("annotations");
        }
        return own;
    }
}
