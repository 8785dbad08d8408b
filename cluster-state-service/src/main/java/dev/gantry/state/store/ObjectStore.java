package dev.gantry.state.store;

import dev.gantry.api.catalog.ObjectKey;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The truth: every object of the cluster, under one gap-free revision. Safe for concurrent use. */
public interface ObjectStore {

    /**
     * Commits a group of writes, all or nothing.
     *
     * <p>Consistency: guards and writes are decided at one point of the commit order; a later
     * {@link #revision()} of any replica is at least the returned one. Durable: an answered commit
     * survives power loss. Cost: joins a batch.
     *
     * @return the revisions given, in the order of the writes, or the first guard that failed
     * @throws StoreUnavailable when the outcome is known to be "not committed"
     * @throws OutcomeUnknown when the connection was lost at the commit and the batch could not be
     *     looked up
     * @throws WriteRejected when the store can hold no such write, whenever it is tried
     */
    CommitResult commit(WriteGroup group);

    /** The last committed revision, read from the database; calls at the same time share a read. */
    long revision();

    /** Which life of the store this is. */
    UUID epoch();

    /** One object as committed, past every cache; null when absent. */
    @Nullable StoredObject read(ObjectKey key);

    /** Every object at one revision, told in key order; returns that revision. */
    long snapshot(Consumer<StoredObject> each);

    /**
     * Committed changes after a revision, in revision order without gaps, at most {@code limit}.
     *
     * @throws Compacted when changes after {@code revision} are gone
     */
    List<StoredChange> changesAfter(long revision, int limit) throws Compacted;

    /**
     * Waits until a revision after the given one is committed, by this replica or another, as far
     * as this replica is told; a missed word is made good within a second.
     *
     * @return whether there is one
     */
    boolean awaitBeyond(long revision, Duration timeout) throws InterruptedException;

    /** Changes after this revision are all kept; earlier ones may be gone. */
    long compacted();

    /**
     * The states that these revisions wrote, by revision; those no longer kept are left out. For
     * what an object was before a change.
     */
    Map<Long, StoredObject> statesAt(Collection<Long> revisions);

    /** Whether bodies of a type stay out of the change log, which anybody may keep. */
    default boolean confidential(String groupResource) {
        return groupResource.equals("secrets");
    }

    /** What was asked for is older than what is kept. */
    final class Compacted extends Exception {
        public Compacted(String message) {
            super(message);
        }
    }

    /** Nothing was committed; try again later. */
    class StoreUnavailable extends RuntimeException {
        public StoreUnavailable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The write itself is at fault, not the store's condition: trying again cannot help. */
    final class WriteRejected extends RuntimeException {
        public WriteRejected(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** Nobody knows whether the group was committed. */
    final class OutcomeUnknown extends StoreUnavailable {
        public OutcomeUnknown(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
