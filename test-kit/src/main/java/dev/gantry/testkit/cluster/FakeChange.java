package dev.gantry.testkit.cluster;

import dev.gantry.api.catalog.ObjectKey;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One commit of the fake.
 *
 * @param before null for a creation
 * @param after the object now, or null when it is gone
 */
record FakeChange(
        ObjectKey key, @Nullable ObjectNode before, @Nullable ObjectNode after, long revision) {

    /** The object, or its last state under the revision of its deletion. */
    ObjectNode last() {
        if (after != null) {
            return after;
        }
        ObjectNode last = java.util.Objects.requireNonNull(before).deepCopy();
        last.withObject("metadata").put("resourceVersion", Long.toString(revision));
        return last;
    }
}
