package dev.gantry.events;

import dev.gantry.api.catalog.ObjectKey;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One record of the change log. */
public sealed interface ChangeRecord {

    /**
     * Which life of the store the record belongs to; it changes with restore and lost revisions.
     */
    UUID epoch();

    /** What happened to an object. */
    enum Kind {
        ADDED,
        MODIFIED,
        DELETED
    }

    /**
     * A committed change.
     *
     * @param previousRevision revision of the change before it in the same partition, 0 for none: a
     *     reader that has not seen it lists again
     * @param body the document with its resourceVersion set, the last state for DELETED; null when
     *     it travels by reference (over the size bound, or a Secret): read it from the state
     *     service
     * @param traceParent W3C trace context of the request that made the change, or null
     */
    record Changed(
            UUID epoch,
            long revision,
            long previousRevision,
            Kind kind,
            ObjectKey key,
            String uid,
            byte @Nullable [] body,
            @Nullable String traceParent)
            implements ChangeRecord {}

    /** Every change of this partition up to and including {@code revision} has been sent. */
    record Progress(UUID epoch, long revision, long previousRevision) implements ChangeRecord {}

    /** All readers list again. */
    record Reset(UUID epoch) implements ChangeRecord {}
}
