package dev.gantry.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.events.ChangeLog.Addressed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;

/** What every change log keeps, whatever carries it. */
public abstract class ChangeLogContractTest {

    private static final UUID EPOCH = new UUID(7, 7);

    /** The log under test; may be shared by the tests of a class. */
    protected abstract ChangeLog log();

    /** Remembers what it was told. */
    protected static final class Recording implements ChangeLog.Reader {
        public Recording() {}

        public final List<ChangeRecord> records = new CopyOnWriteArrayList<>();
        public final List<String> losses = new CopyOnWriteArrayList<>();

        @Override
        public void read(int partition, ChangeRecord record) {
            records.add(record);
        }

        @Override
        public void lost(int partition, String why) {
            losses.add(partition + ": " + why);
        }

        public List<Long> revisions() {
            List<Long> all = new ArrayList<>();
            for (ChangeRecord record : records) {
                if (record instanceof ChangeRecord.Changed changed) {
                    all.add(changed.revision());
                }
            }
            return all;
        }
    }

    protected static ChangeRecord.Changed pod(long revision, String name, byte[] body) {
        return new ChangeRecord.Changed(
                EPOCH,
                revision,
                revision - 1,
                ChangeRecord.Kind.MODIFIED,
                new ObjectKey("pods", "default", name),
                "uid-" + name,
                body,
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    }

    protected static ChangeRecord.Progress progress(long revision) {
        return new ChangeRecord.Progress(EPOCH, revision, revision - 1);
    }

    protected Addressed addressed(ChangeRecord.Changed changed) {
        return new Addressed(log().partitionOf(changed.key().groupResource()), changed);
    }

    protected static void eventually(ThrowingRunnable assertion) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(assertion);
    }

    @Test
    void everythingAppendedAfterSubscribingIsDeliveredInOrder() throws Exception {
        Recording reader = new Recording();
        try (var subscription = log().subscribe(Set.of(log().partitionOf("pods")), reader)) {
            List<Long> expected = new ArrayList<>();
            for (long r = 1000; r < 1200; r += 2) {
                log().append(
                                List.of(
                                        addressed(pod(r, "a", bytes("one"))),
                                        addressed(pod(r + 1, "b", bytes("two")))));
                expected.add(r);
                expected.add(r + 1);
            }
            eventually(() -> assertThat(reader.revisions()).endsWith(1199L));
            assertThat(reader.revisions()).containsSubsequence(expected);
            assertThat(reader.losses).isEmpty();
        }
    }

    @Test
    void recordsArriveAsTheyWereSent() throws Exception {
        Recording reader = new Recording();
        int partition = log().partitionOf("pods");
        ChangeRecord.Changed big = pod(2001, "big", new byte[900 * 1024]);
        ChangeRecord.Changed reference =
                new ChangeRecord.Changed(
                        EPOCH,
                        2002,
                        0,
                        ChangeRecord.Kind.DELETED,
                        new ObjectKey("pods", "", "n"),
                        "",
                        null,
                        null);
        ChangeRecord.Reset reset = new ChangeRecord.Reset(new UUID(1, 2));
        try (var subscription = log().subscribe(Set.of(partition), reader)) {
            log().append(
                            List.of(
                                    new Addressed(partition, big),
                                    new Addressed(partition, reference),
                                    new Addressed(partition, progress(2003)),
                                    new Addressed(partition, reset)));
            eventually(() -> assertThat(reader.records).endsWith(progress(2003), reset));
            int at = reader.records.indexOf(progress(2003));
            assertThat(reader.records.get(at - 1)).isEqualTo(reference);
            ChangeRecord.Changed seen = (ChangeRecord.Changed) reader.records.get(at - 2);
            assertThat(seen.body()).isEqualTo(big.body());
            assertThat(seen.traceParent()).isEqualTo(big.traceParent());
            assertThat(seen.key()).isEqualTo(big.key());
        }
    }

    @Test
    void readersHearOnlyTheirPartitions() throws Exception {
        Recording leases = new Recording();
        Recording both = new Recording();
        int leasePartition = log().partitionOf("leases.coordination.k8s.io");
        int podPartition = log().partitionOf("pods");
        try (var one = log().subscribe(Set.of(leasePartition), leases);
                var two = log().subscribe(Set.of(leasePartition, podPartition), both)) {
            log().append(
                            List.of(
                                    new Addressed(podPartition, progress(3002)),
                                    new Addressed(leasePartition, progress(3001))));
            eventually(() -> assertThat(both.records).contains(progress(3001), progress(3002)));
            eventually(() -> assertThat(leases.records).contains(progress(3001)));
            assertThat(leases.records).doesNotContain(progress(3002));
        }
    }

    @Test
    void closedSubscriptionHearsNothingMore() throws Exception {
        Recording closed = new Recording();
        Recording open = new Recording();
        int partition = log().partitionOf("configmaps");
        log().subscribe(Set.of(partition), closed).close();
        try (var subscription = log().subscribe(Set.of(partition), open)) {
            log().append(List.of(new Addressed(partition, progress(4001))));
            eventually(() -> assertThat(open.records).contains(progress(4001)));
            assertThat(closed.records).doesNotContain(progress(4001));
        }
    }

    @Test
    void readerThatThrowsDoesNotSilenceOthers() throws Exception {
        Recording reader = new Recording();
        int partition = log().partitionOf("secrets");
        AtomicBoolean thrown = new AtomicBoolean();
        ChangeLog.Reader broken =
                new ChangeLog.Reader() {
                    @Override
                    public void read(int p, ChangeRecord record) {
                        thrown.set(true);
                        throw new IllegalStateException("a bug of the reader");
                    }

                    @Override
                    public void lost(int p, String why) {}
                };
        try (var one = log().subscribe(Set.of(partition), broken);
                var two = log().subscribe(Set.of(partition), reader)) {
            log().append(List.of(new Addressed(partition, progress(5001))));
            log().append(List.of(new Addressed(partition, progress(5002))));
            eventually(() -> assertThat(reader.records).contains(progress(5002)));
            eventually(() -> assertThat(thrown).isTrue());
        }
    }

    @Test
    void everyTypeHasAPartitionAndLeasesAndEventsHaveTheirOwn() {
        int leases = log().partitionOf("leases.coordination.k8s.io");
        int events = log().partitionOf("events");
        assertThat(log().partitionOf("events.events.k8s.io")).isEqualTo(events);
        for (String type : List.of("pods", "deployments.apps", "secrets", "widgets.example.com")) {
            assertThat(log().partitionOf(type))
                    .isBetween(0, log().partitions() - 1)
                    .isNotIn(leases, events);
        }
    }

    @Test
    void emptyAppendIsFine() {
        assertThatCode(() -> log().append(List.of())).doesNotThrowAnyException();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
