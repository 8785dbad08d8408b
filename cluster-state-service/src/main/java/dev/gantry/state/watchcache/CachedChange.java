package dev.gantry.state.watchcache;

import dev.gantry.events.ChangeRecord;
import org.jspecify.annotations.Nullable;

/**
 * A change as a watcher needs it.
 *
 * @param now the state written; for DELETED the last state under the deletion's revision
 * @param before the state before it, so that leaving a selector can be told as DELETED; null for
 *     ADDED
 * @param traceParent W3C trace context of the commit, or null
 */
public record CachedChange(
        ChangeRecord.Kind kind,
        CachedObject now,
        @Nullable CachedObject before,
        @Nullable String traceParent) {

    public long revision() {
        return now.stored().revision();
    }
}
