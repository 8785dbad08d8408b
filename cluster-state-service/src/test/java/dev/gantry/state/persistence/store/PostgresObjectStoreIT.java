package dev.gantry.state.persistence.store;

import static dev.gantry.state.store.Groups.body;
import static dev.gantry.state.store.Groups.configMap;
import static dev.gantry.state.store.Groups.create;
import static dev.gantry.state.store.Groups.createLease;
import static dev.gantry.state.store.Groups.delete;
import static dev.gantry.state.store.Groups.group;
import static dev.gantry.state.store.Groups.lease;
import static dev.gantry.state.store.Groups.refusal;
import static dev.gantry.state.store.Groups.replace;
import static dev.gantry.state.store.Groups.revision;
import static dev.gantry.state.store.Groups.revisions;
import static dev.gantry.state.store.Groups.text;
import static dev.gantry.testkit.time.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.state.persistence.Database;
import dev.gantry.state.persistence.TestDatabase;
import dev.gantry.state.persistence.encryption.BodyCipher;
import dev.gantry.state.store.CommitResult;
import dev.gantry.state.store.ObjectStore;
import dev.gantry.state.store.ObjectStoreContractTest;
import dev.gantry.state.store.StoredChange;
import dev.gantry.state.store.Write;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresObjectStoreIT extends ObjectStoreContractTest {

    @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

    private static PostgresObjectStore store;

    @BeforeAll
    static void open() {
        store = open(StoreSettings.defaults());
    }

    private static PostgresObjectStore open(StoreSettings settings) {
        Database database = DATABASE.open();
        return PostgresObjectStore.open(
                database.pool(),
                database.sessions(),
                settings,
                BodyCipher.none(),
                new SimpleMeterRegistry());
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected void compact(long upTo) {
        try {
            store.compactor().compactTo(upTo, 0);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatCannotBeStoredIsRejectedAloneAmongItsNeighbours() throws Exception {
        String run = UUID.randomUUID().toString();
        List<Future<CommitResult>> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                ObjectKey key = configMap(i % 50 == 7 ? "bad\0" + run + i : run + i);
                results.add(threads.submit(() -> store.commit(group(create(key, "1")))));
            }
        }
        for (int i = 0; i < 200; i++) {
            Future<CommitResult> result = results.get(i);
            if (i % 50 == 7) {
                assertThatThrownBy(result::get)
                        .hasRootCauseInstanceOf(SQLException.class)
                        .hasCauseInstanceOf(ObjectStore.WriteRejected.class);
            } else {
                assertThat(revision(result.get())).isPositive();
            }
        }
    }

    @Test
    void anotherReplicasCommitsAreHeardOfAndReadInOrder() throws Exception {
        try (PostgresObjectStore other = open(StoreSettings.defaults())) {
            long before = store.revision();
            long given = revision(other.commit(group(create(configMap("other"), "1"))));

            assertThat(store.awaitBeyond(before, Duration.ofSeconds(30))).isTrue();
            List<StoredChange> changes = store.changesAfter(before, 10);
            assertThat(changes.getLast().revision()).isEqualTo(given);
            assertThat(store.revision()).isEqualTo(given);
            revision(store.commit(group(replace(configMap("other"), "2", given))));
            assertThat(refusal(other.commit(group(replace(configMap("other"), "3", given)))))
                    .extracting(CommitResult.Refused::reason)
                    .isEqualTo(CommitResult.Reason.REVISION_DIFFERS);
        }
    }

    @Test
    void changesAreTheSameFromMemoryAndFromTheDatabase() throws Exception {
        long before = store.revision();
        ObjectKey key = configMap("same");
        long first = revision(store.commit(group(create(key, "1"))));
        long second = revision(store.commit(group(replace(key, "2", first))));
        store.commit(group(delete(key, "3", second), create(configMap("same-2"), "1")));

        List<StoredChange> near = store.changesAfter(before, 10);
        List<StoredChange> far =
                new Reads(DATABASE.open().pool(), BodyCipher.none()).changesAfter(before, 10);

        assertThat(near)
                .usingRecursiveComparison()
                .withEqualsForType((a, b) -> a.toEpochMilli() == b.toEpochMilli(), Instant.class)
                .isEqualTo(far);
    }

    @Test
    void leasesKeepNoHistoryAndPartitionsGoButForTheLastStates() throws Exception {
        ObjectKey kept = configMap("kept");
        ObjectKey gone = configMap("gone");
        long first = revision(store.commit(group(create(kept, "1"), create(gone, "1"))));
        store.commit(group(delete(gone, "1", first + 1)));
        long leased = revision(store.commit(group(createLease(lease("brief"), "me", 0))));
        long second = revision(store.commit(group(replace(kept, "2", first))));
        fillAPartition();
        long third = revision(store.commit(group(replace(kept, "3", second))));

        store.compactor().compactTo(third, third);

        assertThat(store.statesAt(List.of(second, third)).keySet())
                .containsExactlyInAnyOrder(second, third);
        assertThat(store.statesAt(List.of(first, first + 1, first + 2, leased))).isEmpty();
        assertThat(text(store.read(kept))).isEqualTo("3");
        assertThat(store.read(lease("brief"))).isNotNull();
        assertThatThrownBy(() -> store.changesAfter(first, 10))
                .isInstanceOf(ObjectStore.Compacted.class);
    }

    /** The next write begins another partition. */
    private static void fillAPartition() throws SQLException {
        DATABASE.run("UPDATE store SET revision = partitioned_to");
    }

    @Test
    void oldChangesAreFoundByTheirTime() throws Exception {
        long before = revision(store.commit(group(create(configMap("old"), "1"))));
        Instant between = store.changesAfter(before - 1, 1).getFirst().time().plusNanos(1000);
        long after = revision(store.commit(group(create(configMap("new"), "1"))));

        store.compactor().compact(between, Instant.EPOCH);

        assertThat(store.compacted()).isEqualTo(before);
        assertThat(store.changesAfter(before, 10).getFirst().revision()).isEqualTo(after);
    }

    @Test
    void compactionDoesNotPassWhatWasPublished() throws Exception {
        long told = revision(store.commit(group(create(configMap("told"), "1"))));
        store.commit(group(create(configMap("untold"), "1")));
        DATABASE.run(
                "INSERT INTO publication (epoch, revision, previous) VALUES (gen_random_uuid(), "
                        + told
                        + ", '{0}')");
        try {
            store.compactor().compactTo(told + 1, 0);
            assertThat(store.compacted()).isLessThanOrEqualTo(told);
        } finally {
            DATABASE.run("DELETE FROM publication");
        }
    }

    @Test
    void compactionPassesWhatWasNotPublishedWhereTooMuchIsKept() throws Exception {
        StoreSettings defaults = StoreSettings.defaults();
        StoreSettings tight =
                new StoreSettings(
                        defaults.queue(),
                        defaults.batch(),
                        defaults.batchSize(),
                        defaults.commitTimeout(),
                        defaults.replay(),
                        defaults.replayChanges(),
                        defaults.history(),
                        defaults.historyChanges(),
                        defaults.historySize(),
                        3,
                        Duration.ofHours(1));
        DATABASE.run(
                "INSERT INTO publication (epoch, revision, previous)"
                        + " SELECT gen_random_uuid(), revision, '{0}' FROM store");
        try (PostgresObjectStore bounded = open(tight)) {
            for (int i = 0; i < 10; i++) {
                revision(bounded.commit(group(create(configMap("unheard-" + i), "1"))));
            }
            bounded.compactor().compactTo(0, 0);
            assertThat(bounded.compacted()).isEqualTo(bounded.revision() - 3);
        } finally {
            DATABASE.run("DELETE FROM publication");
        }
    }

    @Test
    void theOldestChangesGoWhenTheyTakeTooMuchOfTheDisk() throws Exception {
        revision(store.commit(group(create(configMap("bulky"), "x"))));
        fillAPartition();
        long last = revision(store.commit(group(create(configMap("bulky-2"), "x"))));
        try (var connection = DATABASE.open().unpooled().getConnection()) {
            assertThat(Partitions.beyond(connection, 1)).isEqualTo(last - 1);
            assertThat(Partitions.beyond(connection, 1L << 40)).isZero();
            assertThat(Partitions.sizeBytes(connection)).isPositive();
        }
    }

    @Test
    void aRestoreBeginsAnEpochFarAhead() throws Exception {
        UUID epoch = store.epoch();
        long before = store.revision();

        DATABASE.run("SELECT store_restored()");

        eventually(() -> assertThat(store.epoch()).isNotEqualTo(epoch));
        assertThat(store.revision()).isEqualTo(before + 1_000_000_000);
        long next = revision(store.commit(group(create(configMap("restored"), "1"))));
        assertThat(next).isEqualTo(before + 1_000_000_001);
        assertThat(store.changesAfter(next - 1, 1)).hasSize(1);
    }

    @Test
    void tooManyWaitingWritesAreRefusedAndALockedStoreGivesUp() throws Exception {
        StoreSettings defaults = StoreSettings.defaults();
        StoreSettings tight =
                new StoreSettings(
                        1,
                        1,
                        defaults.batchSize(),
                        Duration.ofMillis(300),
                        defaults.replay(),
                        defaults.replayChanges(),
                        defaults.history(),
                        defaults.historyChanges(),
                        defaults.historySize(),
                        defaults.unpublishedChanges(),
                        defaults.compactionInterval());
        try (PostgresObjectStore narrow = open(tight);
                var locker = DATABASE.open().unpooled().getConnection()) {
            locker.setAutoCommit(false);
            locker.createStatement().execute("SELECT * FROM store FOR UPDATE");
            List<Future<CommitResult>> results = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 8; i++) {
                    ObjectKey key = configMap("locked-" + i);
                    results.add(threads.submit(() -> narrow.commit(group(create(key, "1")))));
                }
                eventually(
                        () ->
                                assertThat(results.stream().filter(Future::isDone).count())
                                        .isGreaterThanOrEqualTo(7));
                locker.rollback();
            }
            long stored = results.stream().filter(f -> f.state() == Future.State.SUCCESS).count();
            assertThat(stored).isEqualTo(1);
        }
    }

    @Test
    void largeBodiesAndLargeGroupsAreStored() {
        String text = "x".repeat(1_500_000);
        ObjectKey large = configMap("large");
        revision(store.commit(group(create(large, text))));
        assertThat(store.read(large).body()).isEqualTo(body(large, text));

        Write[] many = new Write[500];
        for (int i = 0; i < many.length; i++) {
            many[i] = create(configMap("many-" + i), "1");
        }
        assertThat(revisions(store.commit(group(many)))).hasSize(500);
    }
}
