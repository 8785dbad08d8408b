package dev.gantry.state.admission.plugins;

import dev.gantry.state.admission.ClusterReads;
import java.util.Comparator;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Finds the class that is marked as the default one by an annotation. */
final class DefaultClasses {

    private DefaultClasses() {}

    /** The name of the newest marked class, the first by name among equally new ones. */
    static Optional<String> find(ClusterReads reads, String groupResource, String annotation) {
        return reads.list(groupResource, "").stream()
                .filter(
                        c ->
                                c.path("metadata")
                                        .path("annotations")
                                        .path(annotation)
                                        .asString("")
                                        .equals("true"))
                .min(
                        Comparator.comparing(DefaultClasses::created)
                                .reversed()
                                .thenComparing(DefaultClasses::name))
                .map(DefaultClasses::name);
    }

    private static String created(ObjectNode object) {
        return object.path("metadata").path("creationTimestamp").asString("");
    }

    private static String name(ObjectNode object) {
        return object.path("metadata").path("name").asString("");
    }
}
