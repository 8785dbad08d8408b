package dev.gantry.state.publisher;

import static dev.gantry.state.store.Groups.configMap;
import static dev.gantry.state.store.Groups.create;
import static dev.gantry.state.store.Groups.createLease;
import static dev.gantry.state.store.Groups.delete;
import static dev.gantry.state.store.Groups.group;
import static dev.gantry.state.store.Groups.lease;
import static dev.gantry.state.store.Groups.replace;
import static dev.gantry.testkit.time.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.client.trace.Steps;
import dev.gantry.events.ChangeLog.Addressed;
import dev.gantry.events.ChangeRecord;
import dev.gantry.events.memory.InMemoryChangeLog;
import dev.gantry.state.store.InMemoryObjectStore;
import dev.gantry.state.store.Write;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublisherTest {

    private static final ObjectKey A = configMap("a");
    private static final Duration SOON = Duration.ofMillis(10);

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final InMemoryChangeLog log = new InMemoryChangeLog();
    private final FakeSeat seat = new FakeSeat();
    private final List<Publisher> started = new ArrayList<>();

    private Publisher publish() {
        Publisher publisher =
                Publisher.start(
                        store,
                        log,
                        seat,
                        new PublisherSettings(Duration.ofMillis(100), SOON, SOON, SOON, SOON),
                        new SimpleMeterRegistry(),
                        Steps.NONE);
        started.add(publisher);
        return publisher;
    }

    @AfterEach
    void close() {
        started.forEach(Publisher::close);
    }

    private List<ChangeRecord.Changed> changed() {
        List<ChangeRecord.Changed> changed = new ArrayList<>();
        for (Addressed addressed : log.appended()) {
            if (addressed.record() instanceof ChangeRecord.Changed record) {
                changed.add(record);
            }
        }
        return changed;
    }

    private List<Long> revisions() {
        return changed().stream().map(ChangeRecord.Changed::revision).toList();
    }

    private void awaitProgress(long revision) {
        eventually(
                () ->
                        assertThat(log.appended())
                                .filteredOn(a -> a.record() instanceof ChangeRecord.Progress)
                                .extracting(a -> ((ChangeRecord.Progress) a.record()).revision())
                                .filteredOn(r -> r == revision)
                                .hasSizeGreaterThanOrEqualTo(log.partitions()));
    }

    @Test
    void beginsWithAResetAndThenTellsEveryChangeInOrder() {
        store.commit(group(create(configMap("before"), "1")));
        publish();
        awaitProgress(1);
        store.commit(group(create(A, "one")));
        store.commit(group(replace(A, "two", 2)));
        store.commit(group(delete(A, "two", 3)));
        awaitProgress(4);

        List<Addressed> all = log.appended();
        assertThat(all.subList(0, log.partitions()))
                .allMatch(a -> a.record() instanceof ChangeRecord.Reset);
        assertThat(revisions()).containsExactly(2L, 3L, 4L);
        assertThat(changed().get(1).previousRevision()).isEqualTo(2);
        assertThat(new String(changed().get(1).body()))
                .contains("\"resourceVersion\":\"3\"")
                .contains("two");
        assertThat(changed().get(2).kind()).isEqualTo(ChangeRecord.Kind.DELETED);
        assertThat(changed().get(0).traceParent()).startsWith("00-");
    }

    @Test
    void eachPartitionLinksToItsOwnPreviousRecord() {
        publish();
        awaitProgress(0);
        store.commit(group(create(A, "1")));
        store.commit(group(createLease(lease("l"), "me", 0)));
        store.commit(group(create(configMap("b"), "1")));
        awaitProgress(3);
        Map<Integer, Long> last = new HashMap<>();
        for (Addressed addressed : log.appended()) {
            switch (addressed.record()) {
                case ChangeRecord.Changed c -> {
                    assertThat(c.previousRevision())
                            .isEqualTo(last.getOrDefault(addressed.partition(), 0L));
                    last.put(addressed.partition(), c.revision());
                }
                case ChangeRecord.Progress p ->
                        assertThat(p.previousRevision())
                                .isEqualTo(last.getOrDefault(addressed.partition(), 0L));
                case ChangeRecord.Reset r -> last.clear();
            }
        }
    }

    @Test
    void whenTheLogIsAwayWritesGoOnAndNothingIsMissing() {
        publish();
        awaitProgress(0);
        log.away(true);
        for (int i = 0; i < 20; i++) {
            store.commit(group(create(configMap("n" + i), "1")));
        }
        assertThat(store.revision()).isEqualTo(20);

        log.away(false);

        awaitProgress(20);
        assertThat(revisions()).hasSize(20).isSorted();
    }

    @Test
    void aSuccessorGoesOnWhereThePredecessorRemembered() {
        Publisher first = publish();
        awaitProgress(0);
        store.commit(group(create(A, "1")));
        awaitProgress(1);
        first.close();
        Told earlier = seat.told();
        store.commit(group(create(configMap("b"), "1")));

        publish();
        awaitProgress(2);

        assertThat(earlier.revision()).isEqualTo(1);
        assertThat(revisions()).containsExactly(1L, 2L);
        assertThat(log.appended())
                .filteredOn(a -> a.record() instanceof ChangeRecord.Reset)
                .hasSize(log.partitions());
    }

    @Test
    void aCrashBeforeRememberingTellsAgainWithTheSameLinks() {
        Publisher first = publish();
        awaitProgress(0);
        store.commit(group(create(A, "1")));
        store.commit(group(replace(A, "2", 1)));
        awaitProgress(2);
        first.close();
        seat.forgetTo(Told.from(store.epoch(), 0, log.partitions()));

        publish();
        eventually(() -> assertThat(revisions()).containsExactly(1L, 2L, 1L, 2L));

        assertThat(changed().get(3).previousRevision())
                .isEqualTo(changed().get(1).previousRevision());
    }

    @Test
    void onlyOneOfSeveralPublishes() {
        publish();
        publish();
        publish();
        awaitProgress(0);
        for (int i = 0; i < 50; i++) {
            store.commit(group(create(configMap("n" + i), "1")));
        }
        awaitProgress(50);
        assertThat(revisions()).hasSize(50).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aRestoredStoreResetsItsReaders() {
        publish();
        awaitProgress(0);
        store.restored();
        awaitProgress(store.revision());
        store.commit(group(create(A, "1")));
        awaitProgress(store.revision());
        assertThat(changed().getLast().epoch()).isEqualTo(store.epoch());
        assertThat(log.appended())
                .filteredOn(a -> a.record() instanceof ChangeRecord.Reset)
                .hasSize(2 * log.partitions());
    }

    @Test
    void changesThatWentUntoldResetReadersToo() {
        Publisher first = publish();
        awaitProgress(0);
        first.close();
        store.commit(group(create(A, "1")));
        store.compact(1);

        publish();
        awaitProgress(1);

        assertThat(revisions()).isEmpty();
        assertThat(log.appended())
                .filteredOn(a -> a.record() instanceof ChangeRecord.Reset)
                .hasSize(2 * log.partitions());
    }

    @Test
    void secretsAndLargeBodiesTravelByReference() {
        publish();
        awaitProgress(0);
        ObjectKey secret = new ObjectKey("secrets", "default", "s");
        store.commit(group(create(secret, "hush")));
        store.commit(group(new Write.Create(A, "u", new byte[1_000_000], 1)));
        store.commit(group(create(configMap("b"), "small")));
        awaitProgress(3);
        assertThat(changed().get(0).body()).isNull();
        assertThat(changed().get(1).body()).isNull();
        assertThat(changed().get(2).body()).isNotNull();
    }
}
