package dev.gantry.controller;

import dev.gantry.api.json.Json;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What one reconciliation wrote: the revision that each kind's informer must reach, and the objects
 * that must be gone from it, before the same key may be decided again. Confined to one thread.
 */
final class OwnWrites {

    /** Bound while a reconciler runs; {@link RememberingClient} notes into it. */
    static final ScopedValue<OwnWrites> CURRENT = ScopedValue.newInstance();

    /** An object whose deletion was answered without a revision. */
    record Gone(String groupResource, String namespace, String name, String uid) {}

    private final Map<String, Long> revisions = new HashMap<>();
    private final Set<Gone> gone = new HashSet<>();

    void wrote(String groupResource, JsonNode stored) {
        String revision = Json.text(stored, "metadata", "resourceVersion");
        if (!revision.isEmpty()) {
            revisions.merge(groupResource, Long.parseLong(revision), Math::max);
        }
    }

    void deleted(String groupResource, String namespace, String name, String uid) {
        gone.add(new Gone(groupResource, namespace, name, uid));
    }

    Map<String, Long> revisions() {
        return revisions;
    }

    Set<Gone> gone() {
        return gone;
    }

    boolean isEmpty() {
        return revisions.isEmpty() && gone.isEmpty();
    }
}
