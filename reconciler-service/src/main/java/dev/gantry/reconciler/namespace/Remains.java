package dev.gantry.reconciler.namespace;

import dev.gantry.api.catalog.ResourceType;
import java.util.Map;

/**
 * What is left of one kind in a namespace.
 *
 * @param count objects
 * @param finalizers how many objects carry each
 * @param failure why it could not be listed or deleted, empty when it could
 */
record Remains(ResourceType type, int count, Map<String, Integer> finalizers, String failure) {

    /** As conditions name a kind: {@code pods.}, {@code deployments.apps}. */
    String kindName() {
        return type.resource() + "." + type.group();
    }
}
