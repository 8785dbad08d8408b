package dev.gantry.state.persistence.store;

import static dev.gantry.state.store.Groups.configMap;
import static dev.gantry.state.store.Groups.create;
import static dev.gantry.state.store.Groups.group;
import static dev.gantry.state.store.Groups.replace;
import static dev.gantry.state.store.Groups.revision;
import static dev.gantry.state.store.Groups.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.state.persistence.Database;
import dev.gantry.state.persistence.TestDatabase;
import dev.gantry.state.persistence.encryption.BodyCipher;
import dev.gantry.state.watchcache.CachedChange;
import dev.gantry.state.watchcache.MemoryWatchCache;
import dev.gantry.state.watchcache.WatchCache;
import dev.gantry.state.watchcache.WatchCacheSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several replicas of the service on one database, each with its own cache. */
class ReplicasIT {

    @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

    private static final Duration SOON = Duration.ofSeconds(30);

    private final List<AutoCloseable> opened = new ArrayList<>();

    private record Replica(PostgresObjectStore store, MemoryWatchCache cache) {

        /** A read that sees every write acknowledged anywhere before it began. */
        String consistentRead(ObjectKey key) throws InterruptedException {
            assertThat(cache.await(store.revision(), SOON)).isTrue();
            return text(cache.get(key).stored());
        }
    }

    private Replica replica() throws InterruptedException {
        Database database = DATABASE.open();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        PostgresObjectStore store =
                PostgresObjectStore.open(
                        database.pool(),
                        database.sessions(),
                        StoreSettings.defaults(),
                        BodyCipher.none(),
                        meters);
        MemoryWatchCache cache =
                MemoryWatchCache.start(
                        store, WatchCacheSettings.defaults(), Clock.systemUTC(), meters);
        opened.add(store);
        opened.add(cache);
        assertThat(cache.await(store.revision(), SOON)).isTrue();
        return new Replica(store, cache);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    @Test
    void aReadOnAnyReplicaSeesWhatWasAcknowledgedOnAnother() throws Exception {
        Replica one = replica();
        Replica other = replica();
        ObjectKey key = configMap("shared");
        long at = revision(one.store().commit(group(create(key, "0"))));
        for (int i = 1; i <= 40; i++) {
            Replica writer = i % 2 == 0 ? one : other;
            Replica reader = i % 2 == 0 ? other : one;
            at = revision(writer.store().commit(group(replace(key, "" + i, at))));
            assertThat(reader.consistentRead(key)).isEqualTo("" + i);
        }
    }

    @Test
    void aWatchOnOneReplicaSeesEveryReplicasWritesInOneOrder() throws Exception {
        List<Replica> replicas = List.of(replica(), replica(), replica());
        long before = replicas.getFirst().store().revision();
        try (WatchCache.Watcher watcher =
                        replicas.getFirst().cache().watch("configmaps", "", before);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 300; i++) {
                Replica writer = replicas.get(i % 3);
                ObjectKey key = configMap("watched-" + i);
                threads.submit(() -> writer.store().commit(group(create(key, "1"))));
            }
            List<Long> revisions = new ArrayList<>();
            while (revisions.size() < 300) {
                List<CachedChange> changes = watcher.poll(SOON);
                assertThat(changes).isNotEmpty();
                changes.forEach(change -> revisions.add(change.revision()));
            }
            assertThat(revisions).isSorted().doesNotHaveDuplicates();
            assertThat(revisions.getLast()).isEqualTo(before + 300);
        }
    }

    @Test
    void aWatchGoesOnAtAnotherReplicaThatHasJustStarted() throws Exception {
        Replica first = replica();
        ObjectKey key = configMap("moved");
        long created = revision(first.store().commit(group(create(key, "0"))));
        long next = revision(first.store().commit(group(replace(key, "1", created))));

        Replica fresh = replica();

        try (WatchCache.Watcher watcher = fresh.cache().watch("configmaps", "", created)) {
            CachedChange change = watcher.poll(SOON).getFirst();
            assertThat(change.revision()).isEqualTo(next);
            assertThat(text(change.before().stored())).isEqualTo("0");
        }
    }
}
