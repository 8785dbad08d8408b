package dev.gantry.state.store;

import static dev.gantry.state.store.Groups.configMap;
import static dev.gantry.state.store.Groups.create;
import static dev.gantry.state.store.Groups.createLease;
import static dev.gantry.state.store.Groups.delete;
import static dev.gantry.state.store.Groups.group;
import static dev.gantry.state.store.Groups.guarded;
import static dev.gantry.state.store.Groups.lease;
import static dev.gantry.state.store.Groups.refusal;
import static dev.gantry.state.store.Groups.replace;
import static dev.gantry.state.store.Groups.replaceLease;
import static dev.gantry.state.store.Groups.revision;
import static dev.gantry.state.store.Groups.revisions;
import static dev.gantry.state.store.Groups.text;
import static dev.gantry.state.store.Groups.uid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.events.ChangeRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every store keeps, whatever holds it. */
public abstract class ObjectStoreContractTest {

    /** The store under test; shared by the tests of a class, which use names of their own. */
    protected abstract ObjectStore store();

    /** Forgets changes up to a revision, as far as all may be forgotten. */
    protected abstract void compact(long upTo);

    private final String test = UUID.randomUUID().toString().substring(0, 8);

    private ObjectKey key(String name) {
        return configMap(name + "-" + test);
    }

    @Test
    void aCreatedObjectIsReadBackAsWritten() {
        ObjectKey key = key("a");
        long before = store().revision();

        long given = revision(store().commit(group(create(key, "one"))));

        StoredObject found = store().read(key);
        assertThat(given).isEqualTo(before + 1).isEqualTo(store().revision());
        assertThat(found.body()).isEqualTo(Groups.body(key, "one"));
        assertThat(found.revision()).isEqualTo(given);
        assertThat(found.createdRevision()).isEqualTo(given);
        assertThat(found.uid()).isEqualTo(uid(key));
        assertThat(new String(found.rendered()))
                .startsWith("{\"metadata\":{\"resourceVersion\":\"" + given + "\",\"name\":");
    }

    @Test
    void aTakenKeyIsRefusedAndNamesWhatWasFound() {
        ObjectKey key = key("a");
        long given = revision(store().commit(group(create(key, "one"))));

        CommitResult second = store().commit(group(create(key, "two")));

        assertThat(second)
                .isEqualTo(
                        new CommitResult.Refused(
                                CommitResult.Reason.ALREADY_EXISTS, key, given, uid(key)));
        assertThat(text(store().read(key))).isEqualTo("one");
    }

    @Test
    void aReplacementKeepsTheRevisionOfCreation() {
        ObjectKey key = key("a");
        long first = revision(store().commit(group(create(key, "one"))));
        long second = revision(store().commit(group(replace(key, "two", first))));

        StoredObject found = store().read(key);
        assertThat(text(found)).isEqualTo("two");
        assertThat(found.revision()).isEqualTo(second);
        assertThat(found.createdRevision()).isEqualTo(first);
    }

    @Test
    void aReplacementOfAnotherRevisionIsRefused() {
        ObjectKey key = key("a");
        long first = revision(store().commit(group(create(key, "one"))));
        long second = revision(store().commit(group(replace(key, "two", first))));

        CommitResult.Refused refused = refusal(store().commit(group(replace(key, "three", first))));

        assertThat(refused.reason()).isEqualTo(CommitResult.Reason.REVISION_DIFFERS);
        assertThat(refused.foundRevision()).isEqualTo(second);
    }

    @Test
    void whatIsAbsentIsNeitherReplacedNorDeleted() {
        ObjectKey key = key("none");
        CommitResult.Refused expected =
                new CommitResult.Refused(CommitResult.Reason.NOT_FOUND, key, 0, "");

        assertThat(store().commit(group(replace(key, "x", 7)))).isEqualTo(expected);
        assertThat(store().commit(group(delete(key, "x", 7)))).isEqualTo(expected);
    }

    @Test
    void aDeletionTakesARevisionAndTellsTheLastState() throws Exception {
        ObjectKey key = key("a");
        long first = revision(store().commit(group(create(key, "one"))));
        long gone = revision(store().commit(group(delete(key, "last", first))));

        assertThat(store().read(key)).isNull();
        StoredChange change = store().changesAfter(gone - 1, 1).getFirst();
        assertThat(change.kind()).isEqualTo(ChangeRecord.Kind.DELETED);
        assertThat(change.revision()).isEqualTo(gone);
        assertThat(change.previousRevision()).isEqualTo(first);
        assertThat(text(change.object())).isEqualTo("last");
        assertThat(change.object().createdRevision()).isEqualTo(first);
    }

    @Test
    void anObjectCreatedAgainBeginsANewHistory() throws Exception {
        ObjectKey key = key("a");
        long first = revision(store().commit(group(create(key, "one"))));
        store().commit(group(delete(key, "one", first)));
        long again = revision(store().commit(group(create(key, "two"))));

        StoredChange change = store().changesAfter(again - 1, 1).getFirst();
        assertThat(change.kind()).isEqualTo(ChangeRecord.Kind.ADDED);
        assertThat(change.previousRevision()).isZero();
        assertThat(store().read(key).createdRevision()).isEqualTo(again);
    }

    @Test
    void aGroupIsAllOrNothingWithRevisionsInItsOrder() {
        ObjectKey a = key("a");
        ObjectKey b = key("b");
        ObjectKey c = key("c");
        List<Long> given = revisions(store().commit(group(create(a, "1"), create(b, "1"))));
        assertThat(given.get(1)).isEqualTo(given.get(0) + 1);
        long before = store().revision();

        CommitResult.Refused refused =
                refusal(
                        store().commit(
                                        group(
                                                create(c, "1"),
                                                replace(a, "2", given.get(0)),
                                                create(b, "2"))));

        assertThat(refused.key()).isEqualTo(b);
        assertThat(store().read(c)).isNull();
        assertThat(text(store().read(a))).isEqualTo("1");
        assertThat(store().revision()).isEqualTo(before);
    }

    @Test
    void aKeyTwiceInAGroupIsABug() {
        ObjectKey key = key("a");
        assertThatThrownBy(() -> group(create(key, "1"), delete(key, "1", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key.name());
    }

    @Test
    void guardsHoldOrNothingIsWritten() {
        ObjectKey owner = key("owner");
        ObjectKey child = key("child");
        long at = revision(store().commit(group(create(owner, "1"))));

        assertGuardFails(new Guard.Present(owner, "other"), owner, child);
        assertGuardFails(new Guard.Present(key("none"), "u"), key("none"), child);
        assertGuardFails(new Guard.AtRevision(owner, at + 5), owner, child);
        assertGuardFails(new Guard.AtRevision(owner, 0), owner, child);
        assertGuardFails(new Guard.AtRevision(key("none"), 3), key("none"), child);

        revision(store().commit(guarded(new Guard.Present(owner, uid(owner)), create(child, "1"))));
        revision(store().commit(guarded(new Guard.AtRevision(owner, at), create(key("2"), "1"))));
        revision(
                store().commit(
                                guarded(
                                        new Guard.AtRevision(key("none"), 0),
                                        create(key("3"), "1"))));
    }

    private void assertGuardFails(Guard guard, ObjectKey blamed, ObjectKey written) {
        CommitResult.Refused refused =
                refusal(store().commit(guarded(guard, create(written, "1"))));
        assertThat(refused.reason()).isEqualTo(CommitResult.Reason.GUARD_FAILED);
        assertThat(refused.key()).isEqualTo(blamed);
        assertThat(store().read(written)).isNull();
    }

    @Test
    void aDeposedLeaderCannotEvenCreate() {
        ObjectKey lease = lease("leader-" + test);
        long at = revision(store().commit(group(createLease(lease, "me", 0))));
        revision(store().commit(guarded(held(lease, "me", 0), create(key("mine"), "1"))));

        revision(store().commit(group(replaceLease(lease, "you", 1, at))));

        CommitResult.Refused refused =
                refusal(store().commit(guarded(held(lease, "me", 0), create(key("late"), "1"))));
        assertThat(refused.reason()).isEqualTo(CommitResult.Reason.LEASE_LOST);
        assertThat(refused.key()).isEqualTo(lease);
        assertThat(store().read(key("late"))).isNull();
        assertLost(held(lease, "you", 0));
        assertLost(held(lease("none-" + test), "you", 1));
        revision(store().commit(guarded(held(lease, "you", 1), create(key("yours"), "1"))));
    }

    private void assertLost(Guard guard) {
        assertThat(refusal(store().commit(guarded(guard, create(key("x"), "1")))).reason())
                .isEqualTo(CommitResult.Reason.LEASE_LOST);
    }

    private static Guard held(ObjectKey lease, String holder, int transitions) {
        return new Guard.LeaseHeld(lease, holder, transitions);
    }

    @Test
    void aGroupOfGuardsAloneTakesNoRevision() {
        long before = store().revision();
        CommitResult result = store().commit(guarded(new Guard.AtRevision(key("none"), 0)));
        assertThat(revisions(result)).isEmpty();
        assertThat(store().revision()).isEqualTo(before);
    }

    @Test
    void groupsAtTheSameTimeAreNumberedWithoutGapAndOneOfRivalsWins() throws Exception {
        long before = store().revision();
        List<Callable<CommitResult>> work = new ArrayList<>();
        IntStream.range(0, 300)
                .forEach(
                        i -> {
                            work.add(() -> store().commit(group(create(key("n" + i), "1"))));
                            work.add(() -> store().commit(group(create(key("rival"), "" + i))));
                        });

        List<Long> given = new ArrayList<>();
        int rivals = 0;
        for (CommitResult result : all(work)) {
            if (result instanceof CommitResult.Committed(List<Long> revisions)) {
                given.addAll(revisions);
            } else {
                rivals++;
            }
        }

        assertThat(rivals).isEqualTo(299);
        assertThat(given.stream().sorted().toList())
                .isEqualTo(LongStream.rangeClosed(before + 1, before + 301).boxed().toList());
        assertThat(store().changesAfter(before, 1000).stream().map(StoredChange::revision))
                .containsExactlyElementsOf(given.stream().sorted().toList());
    }

    @Test
    void writersOfOneKeyNeverLoseAnUpdate() throws Exception {
        ObjectKey key = key("counter");
        revision(store().commit(group(create(key, "0"))));
        List<Callable<CommitResult>> work = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            work.add(() -> increment(key));
        }
        all(work);
        assertThat(text(store().read(key))).isEqualTo("20");
    }

    private CommitResult increment(ObjectKey key) {
        while (true) {
            StoredObject found = store().read(key);
            String next = String.valueOf(Integer.parseInt(text(found)) + 1);
            CommitResult result = store().commit(group(replace(key, next, found.revision())));
            if (result instanceof CommitResult.Committed) {
                return result;
            }
        }
    }

    private static <T> List<T> all(List<Callable<T>> work) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(work)) {
                results.add(future.get());
            }
            return results;
        }
    }

    @Test
    void changesTellWhoWhenAndWhy() throws Exception {
        long given = revision(store().commit(group(create(key("a"), "1"))));
        StoredChange change = store().changesAfter(given - 1, 1).getFirst();
        assertThat(change.actor()).isEqualTo("tester");
        assertThat(change.traceParent()).startsWith("00-0af7651916cd43dd8448eb211c80319c");
        assertThat(Duration.between(change.time(), java.time.Instant.now()).abs())
                .isLessThan(Duration.ofMinutes(1));
        assertThat(store().changesAfter(store().revision(), 10)).isEmpty();
    }

    @Test
    void aSnapshotIsInKeyOrderAtOneRevision() {
        revision(store().commit(group(create(key("b"), "1"), create(key("a"), "1"))));
        List<StoredObject> all = new ArrayList<>();

        long at = store().snapshot(all::add);

        assertThat(at).isEqualTo(store().revision());
        List<ObjectKey> keys = all.stream().map(StoredObject::key).toList();
        assertThat(keys).isSorted().contains(key("a"), key("b"));
        assertThat(all).allMatch(object -> object.revision() <= at);
    }

    @Test
    void earlierStatesAreKnownUntilTheyAreForgotten() throws Exception {
        ObjectKey key = key("a");
        long first = revision(store().commit(group(create(key, "one"))));
        long second = revision(store().commit(group(replace(key, "two", first))));

        Map<Long, StoredObject> states = store().statesAt(List.of(first, second));
        assertThat(text(states.get(first))).isEqualTo("one");
        assertThat(text(states.get(second))).isEqualTo("two");
        assertThat(store().statesAt(List.of())).isEmpty();
    }

    @Test
    void whatIsCompactedIsRefusedAndWhatIsNotIsWhole() throws Exception {
        long first = revision(store().commit(group(create(key("a"), "1"))));
        long second = revision(store().commit(group(create(key("b"), "1"))));

        compact(first);

        assertThat(store().compacted()).isGreaterThanOrEqualTo(first);
        assertThat(wholeOrRefused(first - 1)).isTrue();
        assertThat(store().changesAfter(first, 10).getFirst().revision()).isEqualTo(second);
        assertThat(store().read(key("a"))).isNotNull();
    }

    /** Changes that are still at hand may be told; never a part of them. */
    private boolean wholeOrRefused(long after) {
        try {
            return store().changesAfter(after, 10).getFirst().revision() == after + 1;
        } catch (ObjectStore.Compacted e) {
            return true;
        }
    }

    @Test
    void whoeverWaitsIsWokenByACommit() throws Exception {
        long now = store().revision();
        assertThat(store().awaitBeyond(now, Duration.ofMillis(1))).isFalse();
        assertThat(store().awaitBeyond(now - 1, Duration.ofSeconds(30))).isTrue();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> waiting =
                    threads.submit(() -> store().awaitBeyond(now, Duration.ofSeconds(10)));
            store().commit(group(create(key("a"), "1")));
            assertThat(waiting.get()).isTrue();
        }
    }

    @Test
    void theEpochStands() {
        assertThat(store().epoch()).isEqualTo(store().epoch());
    }
}
