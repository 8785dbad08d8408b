package dev.gantry.state.request.exchange;

import dev.gantry.api.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Objects without anything but their metadata, as caches of ownership and labels ask for them. */
public final class Partial {

    private Partial() {}

    /** A {@code PartialObjectMetadata}; shares the metadata's tree. */
    public static ObjectNode of(ObjectNode object, String version) {
        ObjectNode partial = Json.object();
        partial.put("kind", "PartialObjectMetadata");
        partial.put("apiVersion", "meta.k8s.io/" + version);
        partial.set("metadata", object.path("metadata"));
        return partial;
    }
}
