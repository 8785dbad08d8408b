package dev.gantry.client.informer;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a record of the change log means for one kind. Pure but for its own state.
 *
 * <p>Goal: the copy ends equal to the store and never goes backwards, whatever the log repeats,
 * skips or loses. Method: {@code mark} is the revision up to which every change of the kind is in
 * the copy. A record at or below it is a repetition. A record whose predecessor in the partition is
 * above it shows that something is missing: list again. Anything else follows without a gap.
 *
 * <p>While a watch feeds the copy instead, records are not applied but remembered as a chain: once
 * the copy has all of the kind that the chain holds, and the chain begins at or below the mark, the
 * log can feed it again.
 *
 * <p>Example: listed at 10. The record (11, previous 9) follows; (14, previous 13) is a gap; after
 * the list at 15 the late (14, previous 13) is a repetition.
 */
final class Cursor {

    /** What to do. */
    enum Verdict {
        /** The change follows: apply it, then move the mark. */
        APPLY,
        /** Nothing to apply; the mark may have moved. */
        PASS,
        /** The copy is incomplete: list again. */
        LIST,
        /** The store has begun another life: list again, even if that is at a lower revision. */
        RESTART
    }

    private long mark;
    private @Nullable UUID epoch;
    private boolean watching;
    private long chainStart;
    private long chainEnd;
    private long chainOwn;

    long mark() {
        return mark;
    }

    boolean watching() {
        return watching;
    }

    /** A consistent list at {@code revision} is in the copy; the log goes on from there. */
    void listed(long revision) {
        mark = revision;
        watching = false;
    }

    /** A change of the kind, or of another kind in the partition ({@code own} false). */
    Verdict changed(UUID recordEpoch, long revision, long previous, boolean own) {
        if (otherEpoch(recordEpoch)) {
            return Verdict.RESTART;
        }
        if (watching) {
            chain(revision, previous, own);
            return Verdict.PASS;
        }
        if (revision <= mark) {
            return Verdict.PASS;
        }
        if (previous > mark) {
            return Verdict.LIST;
        }
        mark = revision;
        return own ? Verdict.APPLY : Verdict.PASS;
    }

    /** Everything up to {@code revision} was sent. Ends watching when the log has caught up. */
    Verdict progress(UUID recordEpoch, long revision, long previous) {
        if (otherEpoch(recordEpoch)) {
            return Verdict.RESTART;
        }
        if (watching) {
            chain(revision, previous, false);
            if (chainStart <= mark && chainOwn <= mark) {
                watching = false;
                mark = Math.max(mark, chainEnd);
            }
            return Verdict.PASS;
        }
        if (previous > mark) {
            return Verdict.LIST;
        }
        mark = Math.max(mark, revision);
        return Verdict.PASS;
    }

    /** The store has begun another life, unless it is the one already known. */
    Verdict reset(UUID newEpoch) {
        if (newEpoch.equals(epoch)) {
            return Verdict.PASS;
        }
        epoch = newEpoch;
        return Verdict.RESTART;
    }

    /** The log is silent: a watch from the mark on takes over. */
    void watch() {
        if (!watching) {
            watching = true;
            chainStart = mark;
            chainEnd = mark;
            chainOwn = 0;
        }
    }

    /** The watch has brought everything of the kind up to {@code revision}. */
    void watched(long revision) {
        mark = Math.max(mark, revision);
    }

    private void chain(long revision, long previous, boolean own) {
        if (previous > chainEnd) {
            chainStart = previous;
            chainEnd = revision;
            chainOwn = own ? revision : 0;
        } else if (revision > chainEnd) {
            chainEnd = revision;
            chainOwn = own ? revision : chainOwn;
        }
    }

    /**
     * A record that needs no verdict, since a list is due that will contain it. The first epoch
     * seen is taken as that of the list.
     *
     * @return whether it shows that the store has begun another life
     */
    boolean otherEpoch(UUID recordEpoch) {
        if (epoch == null) {
            epoch = recordEpoch;
            return false;
        }
        if (epoch.equals(recordEpoch)) {
            return false;
        }
        epoch = recordEpoch;
        return true;
    }
}
