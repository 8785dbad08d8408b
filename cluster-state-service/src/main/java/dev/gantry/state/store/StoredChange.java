package dev.gantry.state.store;

import dev.gantry.events.ChangeRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One committed change.
 *
 * @param object the state written; for a deletion the last state, under the deletion's revision
 * @param previousRevision of the same object, 0 for a creation
 * @param actor user name of who asked
 * @param traceParent W3C trace context, or null
 */
public record StoredChange(
        ChangeRecord.Kind kind,
        StoredObject object,
        long previousRevision,
        String actor,
        Instant time,
        @Nullable String traceParent) {

    public long revision() {
        return object.revision();
    }
}
