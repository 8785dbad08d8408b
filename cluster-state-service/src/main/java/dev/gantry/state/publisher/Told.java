package dev.gantry.state.publisher;

import dev.gantry.events.ChangeLog.Addressed;
import dev.gantry.events.ChangeRecord;
import dev.gantry.state.store.StoredChange;
import dev.gantry.state.store.StoredObject;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * How far the change log has been told. Immutable; decides what the next records say.
 *
 * @param epoch the life of the store
 * @param revision every change up to it is in the log
 * @param previous for each partition the revision of its last change, 0 for none
 */
public record Told(UUID epoch, long revision, long[] previous) {

    /** Larger bodies travel by reference. */
    private static final int MAX_BODY_BYTES = 900 * 1024;

    /** The beginning of an epoch: readers have listed at this revision or later. */
    static Told from(UUID epoch, long revision, int partitions) {
        return new Told(epoch, revision, new long[partitions]);
    }

    /**
     * The record that tells the next change.
     *
     * @param confidential whether its body is for those only who ask the state service for it
     */
    Addressed record(StoredChange change, int partition, boolean confidential) {
        StoredObject object = change.object();
        return new Addressed(
                partition,
                new ChangeRecord.Changed(
                        epoch,
                        change.revision(),
                        previous[partition],
                        change.kind(),
                        object.key(),
                        object.uid(),
                        confidential || !travels(object) ? null : object.rendered(),
                        change.traceParent()));
    }

    private static boolean travels(StoredObject object) {
        return object.body().length <= MAX_BODY_BYTES;
    }

    /** After a change was told. */
    Told after(StoredChange change, int partition) {
        long[] next = previous.clone();
        next[partition] = change.revision();
        return new Told(epoch, change.revision(), next);
    }

    /** For every partition: all up to here is told. */
    List<Addressed> progress() {
        return IntStream.range(0, previous.length)
                .mapToObj(
                        p ->
                                new Addressed(
                                        p, new ChangeRecord.Progress(epoch, revision, previous[p])))
                .toList();
    }

    /** For every partition: list again. */
    List<Addressed> reset() {
        return IntStream.range(0, previous.length)
                .mapToObj(p -> new Addressed(p, new ChangeRecord.Reset(epoch)))
                .toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Told told
                && epoch.equals(told.epoch)
                && revision == told.revision
                && Arrays.equals(previous, told.previous);
    }

    @Override
    public int hashCode() {
        return 31 * epoch.hashCode() + Long.hashCode(revision);
    }
}
