package dev.gantry.state.watchcache;

import dev.gantry.state.store.StoredObject;
import java.util.List;
import java.util.Map;

/**
 * An object with what selectors and the garbage collector ask about, so that neither parses a body.
 *
 * @param fields every selectable field of its type as Kubernetes selects it, absent ones as the
 *     text of their zero value
 * @param ownerUids of its ownerReferences, in their order
 */
public record CachedObject(
        StoredObject stored,
        Map<String, String> labels,
        Map<String, String> fields,
        List<String> ownerUids) {}
