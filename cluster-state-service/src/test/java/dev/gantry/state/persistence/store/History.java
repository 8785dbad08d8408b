package dev.gantry.state.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.events.ChangeRecord;
import dev.gantry.state.store.CommitResult;
import dev.gantry.state.store.Groups;
import dev.gantry.state.store.ObjectStore;
import dev.gantry.state.store.StoredChange;
import dev.gantry.state.store.StoredObject;
import dev.gantry.state.store.Write;
import dev.gantry.testkit.property.Dice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes at random, remembers what it was told of each write, and afterwards holds the store to it:
 * nothing acknowledged is lost, doubled or reordered, nothing refused is there, and no revision is
 * skipped.
 */
final class History {

    /** What a writer was told. */
    sealed interface Outcome {
        /** Committed; {@code notBefore} had been acknowledged to somebody before it was asked. */
        record Acknowledged(long revision, long notBefore) implements Outcome {}

        record NotWritten() implements Outcome {}

        record Unknown() implements Outcome {}
    }

    private final ConcurrentMap<String, Outcome> outcomes = new ConcurrentHashMap<>();
    private final AtomicLong latest = new AtomicLong();
    private final AtomicLong attempts = new AtomicLong();
    private final long seed;

    History(long seed) {
        this.seed = seed;
    }

    /** Writes to a few keys, some of them shared with other writers, until told to stop. */
    void write(ObjectStore store, String writer, java.util.function.BooleanSupplier goesOn) {
        Dice dice = new Dice(seed + writer.hashCode());
        while (goesOn.getAsBoolean()) {
            ObjectKey key =
                    Groups.configMap(
                            dice.chance(50)
                                    ? "shared-" + dice.between(0, 3)
                                    : writer + "-" + dice.between(0, 3));
            try {
                attempt(store, writer, key, dice);
            } catch (ObjectStore.StoreUnavailable e) {
                Thread.onSpinWait();
            }
        }
    }

    private void attempt(ObjectStore store, String writer, ObjectKey key, Dice dice) {
        StoredObject found = store.read(key);
        String text = writer + "-" + attempts.incrementAndGet();
        List<Write> writes = new ArrayList<>();
        writes.add(next(key, text, found, dice));
        if (dice.chance(20)) {
            ObjectKey beside = Groups.configMap("beside-" + text);
            writes.add(Groups.create(beside, text));
        }
        long notBefore = latest.get();
        outcomes.put(text, new Outcome.Unknown());
        try {
            told(text, notBefore, store.commit(Groups.group(writes.toArray(Write[]::new))));
        } catch (ObjectStore.OutcomeUnknown e) {
            outcomes.put(text, new Outcome.Unknown());
        } catch (ObjectStore.StoreUnavailable e) {
            outcomes.put(text, new Outcome.NotWritten());
        }
    }

    private static Write next(ObjectKey key, String text, StoredObject found, Dice dice) {
        if (found == null) {
            return Groups.create(key, text);
        }
        return dice.chance(15)
                ? Groups.delete(key, text, found.revision())
                : Groups.replace(key, text, found.revision());
    }

    private void told(String text, long notBefore, CommitResult result) {
        switch (result) {
            case CommitResult.Refused refused -> outcomes.put(text, new Outcome.NotWritten());
            case CommitResult.Committed(List<Long> revisions) ->
                    acknowledged(text, revisions.getFirst(), notBefore);
        }
    }

    /** Somebody was told that a write is committed. */
    void acknowledged(String text, long revision, long notBefore) {
        outcomes.put(text, new Outcome.Acknowledged(revision, notBefore));
        latest.accumulateAndGet(revision, Math::max);
    }

    long acknowledged() {
        return outcomes.values().stream().filter(o -> o instanceof Outcome.Acknowledged).count();
    }

    long unknown() {
        return outcomes.values().stream().filter(o -> o instanceof Outcome.Unknown).count();
    }

    /** Holds the store to what was told. */
    void check(Reads reads) throws ObjectStore.Compacted {
        List<StoredChange> changes = everyChange(reads);
        Map<String, Long> first = firstRevisions(changes);
        outcomes.forEach((text, outcome) -> check(text, outcome, first.get(text)));
        checkObjects(reads, changes);
    }

    private static List<StoredChange> everyChange(Reads reads) throws ObjectStore.Compacted {
        List<StoredChange> changes = new ArrayList<>();
        List<StoredChange> page = reads.changesAfter(0, 1000);
        while (!page.isEmpty()) {
            changes.addAll(page);
            page = reads.changesAfter(page.getLast().revision(), 1000);
        }
        for (int i = 0; i < changes.size(); i++) {
            assertThat(changes.get(i).revision()).as("no revision is skipped").isEqualTo(i + 1);
        }
        assertThat(reads.position().revision()).isEqualTo(changes.size());
        return changes;
    }

    /** Of each text; a group writes its text to one key or, directly after, to two. */
    private Map<String, Long> firstRevisions(List<StoredChange> changes) {
        Map<String, Long> first = new HashMap<>();
        Map<String, Integer> count = new HashMap<>();
        for (StoredChange change : changes) {
            String text = Groups.text(change.object());
            boolean beside = change.object().key().name().startsWith("beside-");
            if (!beside) {
                assertThat(first.putIfAbsent(text, change.revision()))
                        .as("seed %d: %s is written once", seed, text)
                        .isNull();
            } else {
                assertThat(count.merge(text, 1, Integer::sum)).isEqualTo(1);
                assertThat(first).containsEntry(text, change.revision() - 1);
            }
        }
        return first;
    }

    private void check(String text, Outcome outcome, Long revision) {
        switch (outcome) {
            case Outcome.Acknowledged(long given, long notBefore) -> {
                assertThat(revision).as("seed %d: %s", seed, text).isEqualTo(given);
                assertThat(given).isGreaterThan(notBefore);
            }
            case Outcome.NotWritten none ->
                    assertThat(revision).as("seed %d: %s was refused", seed, text).isNull();
            case Outcome.Unknown unknown -> {}
        }
    }

    private static void checkObjects(Reads reads, List<StoredChange> changes) {
        TreeMap<ObjectKey, Long> expected = new TreeMap<>();
        for (StoredChange change : changes) {
            ObjectKey key = change.object().key();
            long before = expected.getOrDefault(key, 0L);
            assertThat(change.previousRevision()).as("%s", change).isEqualTo(before);
            if (change.kind() == ChangeRecord.Kind.DELETED) {
                expected.remove(key);
            } else {
                expected.put(key, change.revision());
            }
        }
        TreeMap<ObjectKey, Long> found = new TreeMap<>();
        reads.snapshot(object -> found.put(object.key(), object.revision()));
        assertThat(found).isEqualTo(expected);
    }
}
