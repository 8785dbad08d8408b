package dev.gantry.state.store;

import dev.gantry.api.catalog.ObjectKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes that happen together or not at all.
 *
 * @param actor user name of who asked
 * @param traceParent W3C trace context, or null
 */
public record WriteGroup(
        List<Write> writes, List<Guard> guards, String actor, @Nullable String traceParent) {

    public WriteGroup {
        writes = List.copyOf(writes);
        guards = List.copyOf(guards);
        Set<ObjectKey> keys = new HashSet<>();
        for (Write write : writes) {
            if (!keys.add(write.key())) {
                throw new IllegalArgumentException("a key twice in a group: " + write.key());
            }
        }
    }
}
