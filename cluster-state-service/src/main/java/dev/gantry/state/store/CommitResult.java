package dev.gantry.state.store;

import dev.gantry.api.catalog.ObjectKey;
import java.util.List;

/** The outcome of one group. */
public sealed interface CommitResult {

    /** Committed; one revision per write, in order. */
    record Committed(List<Long> revisions) implements CommitResult {}

    /**
     * Nothing written: the write or guard at {@code key} did not find what it expected.
     *
     * @param foundRevision 0 when the key is absent
     * @param foundUid empty when the key is absent
     */
    record Refused(Reason reason, ObjectKey key, long foundRevision, String foundUid)
            implements CommitResult {}

    /** What did not hold. */
    enum Reason {
        ALREADY_EXISTS,
        NOT_FOUND,
        REVISION_DIFFERS,
        GUARD_FAILED,
        LEASE_LOST
    }
}
