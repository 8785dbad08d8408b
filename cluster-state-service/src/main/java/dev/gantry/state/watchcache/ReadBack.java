package dev.gantry.state.watchcache;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.state.store.ObjectStore;
import dev.gantry.state.store.StoredChange;
import dev.gantry.state.store.StoredObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The changes before a snapshot, so that watches resume over a restart of the replica.
 *
 * <p>What an object was before its first change in the range is looked up in the history; where
 * that is no longer kept, the type's changes count as whole only after it.
 */
final class ReadBack {

    private static final int PAGE = 1000;

    /** A change and when it was committed. */
    record Change(CachedChange change, long millis) {}

    private final ObjectStore store;
    private final Facts facts;
    private final List<Change> changes = new ArrayList<>();
    private final Map<String, Long> incomplete = new HashMap<>();
    private final Map<ObjectKey, @Nullable CachedObject> latest = new HashMap<>();

    ReadBack(ObjectStore store, Facts facts) {
        this.store = store;
        this.facts = facts;
    }

    List<Change> changes() {
        return changes;
    }

    /** For types whose first changes are not whole, the revision from which on they are. */
    Map<String, Long> incomplete() {
        return incomplete;
    }

    /** Reads the changes after one revision up to another. */
    void read(long after, long upTo) throws ObjectStore.Compacted {
        long at = after;
        while (at < upTo) {
            List<StoredChange> page = store.changesAfter(at, (int) Math.min(PAGE, upTo - at));
            if (page.isEmpty()) {
                throw new ObjectStore.Compacted("changes after " + at + " are not there");
            }
            add(page);
            at = page.getLast().revision();
        }
    }

    private void add(List<StoredChange> page) {
        Map<Long, StoredObject> states = store.statesAt(firstsOf(page));
        for (StoredChange change : page) {
            ObjectKey key = change.object().key();
            CachedObject now = facts.read(change.object());
            CachedObject before = before(change, key, states);
            if (before == null && change.previousRevision() != 0) {
                incomplete.merge(key.groupResource(), change.revision(), Math::max);
            }
            changes.add(
                    new Change(
                            new CachedChange(change.kind(), now, before, change.traceParent()),
                            change.time().toEpochMilli()));
            latest.put(key, now);
        }
    }

    /** Revisions before the first change of each object met here for the first time. */
    private Set<Long> firstsOf(List<StoredChange> page) {
        Set<Long> wanted = new HashSet<>();
        Set<ObjectKey> met = new HashSet<>();
        for (StoredChange change : page) {
            ObjectKey key = change.object().key();
            if (!latest.containsKey(key) && met.add(key) && change.previousRevision() != 0) {
                wanted.add(change.previousRevision());
            }
        }
        return wanted;
    }

    private @Nullable CachedObject before(
            StoredChange change, ObjectKey key, Map<Long, StoredObject> states) {
        if (change.previousRevision() == 0) {
            return null;
        }
        CachedObject known = latest.get(key);
        if (known != null) {
            return known;
        }
        StoredObject state = states.get(change.previousRevision());
        return state == null ? null : facts.read(state);
    }
}
