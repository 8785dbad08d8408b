package dev.gantry.state.watchcache;

import static dev.gantry.state.store.Groups.configMap;
import static dev.gantry.state.store.Groups.create;
import static dev.gantry.state.store.Groups.delete;
import static dev.gantry.state.store.Groups.group;
import static dev.gantry.state.store.Groups.replace;
import static dev.gantry.state.store.Groups.revision;
import static dev.gantry.state.store.Groups.text;
import static dev.gantry.testkit.time.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.events.ChangeRecord.Kind;
import dev.gantry.state.store.InMemoryObjectStore;
import dev.gantry.state.store.ObjectStore;
import dev.gantry.testkit.time.VirtualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class MemoryWatchCacheTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final ObjectKey A = configMap("a");

    private final VirtualClock clock = new VirtualClock();
    private final InMemoryObjectStore store = new InMemoryObjectStore(clock);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private WatchCacheSettings settings = WatchCacheSettings.defaults();
    private final List<MemoryWatchCache> started = new ArrayList<>();

    private MemoryWatchCache cache() throws InterruptedException {
        MemoryWatchCache cache = MemoryWatchCache.start(store, settings, clock, meters);
        started.add(cache);
        assertThat(cache.await(store.revision(), SOON)).isTrue();
        return cache;
    }

    @AfterEach
    void close() {
        started.forEach(MemoryWatchCache::close);
    }

    @Test
    void answersWhatWasThereBeforeAndWhatCameSince() throws Exception {
        store.commit(group(create(A, "one")));
        MemoryWatchCache cache = cache();
        assertThat(text(cache.get(A).stored())).isEqualTo("one");

        long at = revision(store.commit(group(replace(A, "two", 1))));

        assertThat(cache.await(at, SOON)).isTrue();
        assertThat(text(cache.get(A).stored())).isEqualTo("two");
        assertThat(cache.get(A).labels()).containsEntry("text", "two");
        store.commit(group(delete(A, "two", at)));
        assertThat(cache.await(at + 1, SOON)).isTrue();
        assertThat(cache.get(A)).isNull();
    }

    @Test
    void listsAreInOrderAndStayAsTheyWere() throws Exception {
        ObjectKey elsewhere = new ObjectKey("configmaps", "another", "z");
        store.commit(group(create(configMap("b"), "1"), create(A, "1"), create(elsewhere, "1")));
        MemoryWatchCache cache = cache();

        WatchCache.Snapshot all = cache.list("configmaps", "");
        long at = revision(store.commit(group(delete(A, "1", 2))));
        assertThat(cache.await(at, SOON)).isTrue();

        assertThat(names(all)).containsExactly("z", "a", "b");
        assertThat(all.revision()).isEqualTo(3);
        assertThat(names(cache.list("configmaps", "default"))).containsExactly("b");
        assertThat(names(cache.list("configmaps", "none"))).isEmpty();
        assertThat(cache.list("pods", "").objects()).isEmpty();
        assertThat(cache.list("pods", "").revision()).isEqualTo(at);
    }

    private static List<String> names(WatchCache.Snapshot list) {
        return list.objects().stream().map(o -> o.stored().key().name()).toList();
    }

    @Test
    void aWatchTellsEveryChangeOnceWithWhatWasBefore() throws Exception {
        MemoryWatchCache cache = cache();
        try (WatchCache.Watcher watcher = cache.watch("configmaps", "", 0)) {
            long first = revision(store.commit(group(create(A, "one"))));
            long second = revision(store.commit(group(replace(A, "two", first))));
            long third = revision(store.commit(group(delete(A, "two", second))));

            List<CachedChange> told = take(watcher, 3);

            assertThat(told.stream().map(CachedChange::kind))
                    .containsExactly(Kind.ADDED, Kind.MODIFIED, Kind.DELETED);
            assertThat(told.get(0).before()).isNull();
            assertThat(text(told.get(1).before().stored())).isEqualTo("one");
            assertThat(text(told.get(2).before().stored())).isEqualTo("two");
            assertThat(told.get(2).revision()).isEqualTo(third);
            assertThat(watcher.seen()).isEqualTo(third);
        }
    }

    @Test
    void aWatchResumesInTheMiddleAndSeesOnlyItsNamespace() throws Exception {
        MemoryWatchCache cache = cache();
        ObjectKey elsewhere = new ObjectKey("configmaps", "another", "z");
        store.commit(group(create(A, "1")));
        store.commit(group(create(elsewhere, "1"), create(configMap("b"), "1")));
        assertThat(cache.await(3, SOON)).isTrue();

        try (WatchCache.Watcher watcher = cache.watch("configmaps", "default", 1)) {
            assertThat(take(watcher, 1).getFirst().now().stored().key().name()).isEqualTo("b");
            assertThat(watcher.poll(Duration.ZERO)).isEmpty();
            assertThat(watcher.seen()).isEqualTo(3);
        }
    }

    @Test
    void otherKindsMoveWhatAQuietWatchHasSeen() throws Exception {
        MemoryWatchCache cache = cache();
        try (WatchCache.Watcher watcher = cache.watch("pods", "", 0)) {
            long at = revision(store.commit(group(create(A, "1"))));
            assertThat(cache.await(at, SOON)).isTrue();
            assertThat(watcher.poll(Duration.ofMillis(1))).isEmpty();
            assertThat(watcher.seen()).isEqualTo(at);
        }
    }

    @Test
    void aWatchFromBeforeTheWindowIsRefusedAsKubernetesDoes() throws Exception {
        settings = new WatchCacheSettings(SOON, 2, DataSize.ofMegabytes(1), 100);
        MemoryWatchCache cache = cache();
        for (int i = 0; i < 5; i++) {
            store.commit(group(create(configMap("n" + i), "1")));
        }
        assertThat(cache.await(5, SOON)).isTrue();

        assertThatThrownBy(() -> cache.watch("configmaps", "", 2))
                .isInstanceOf(ObjectStore.Compacted.class)
                .hasMessage("too old resource version: 2 (3)");
        try (WatchCache.Watcher watcher = cache.watch("configmaps", "", 3)) {
            assertThat(take(watcher, 2)).hasSize(2);
        }
    }

    @Test
    void theWindowForgetsByTime() throws Exception {
        MemoryWatchCache cache = cache();
        store.commit(group(create(A, "1")));
        assertThat(cache.await(1, SOON)).isTrue();

        clock.advance(settings.window().plusSeconds(5));

        eventually(
                () ->
                        assertThatThrownBy(() -> cache.watch("configmaps", "", 0))
                                .isInstanceOf(ObjectStore.Compacted.class));
        cache.watch("configmaps", "", 1).close();
    }

    @Test
    void aReaderThatFallsOutOfTheWindowIsEndedAndCounted() throws Exception {
        settings = new WatchCacheSettings(SOON, 2, DataSize.ofMegabytes(1), 100);
        MemoryWatchCache cache = cache();
        WatchCache.Watcher slow = cache.watch("configmaps", "", 0);
        for (int i = 0; i < 5; i++) {
            store.commit(group(create(configMap("n" + i), "1")));
        }
        assertThat(cache.await(5, SOON)).isTrue();

        assertThatThrownBy(() -> slow.poll(SOON)).isInstanceOf(WatchCache.WatcherEnded.class);
        assertThat(
                        meters.counter("apiserver.terminated.watchers", "resource", "configmaps")
                                .count())
                .isEqualTo(1);
    }

    @Test
    void closingWakesWhoeverPolls() throws Exception {
        WatchCache.Watcher watcher = cache().watch("configmaps", "", 0);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> polling = threads.submit(() -> watcher.poll(Duration.ofMinutes(1)));
            watcher.close();
            assertThatThrownBy(polling::get).hasRootCauseInstanceOf(WatchCache.WatcherEnded.class);
        }
    }

    @Test
    void aWatchResumesOverARestartOfTheReplica() throws Exception {
        store.commit(group(create(A, "one")));
        store.commit(group(replace(A, "two", 1)));
        store.commit(group(create(configMap("b"), "1")));
        MemoryWatchCache cache = cache();

        try (WatchCache.Watcher watcher = cache.watch("configmaps", "", 1)) {
            List<CachedChange> told = take(watcher, 2);
            assertThat(told.stream().map(CachedChange::revision)).containsExactly(2L, 3L);
            assertThat(text(told.getFirst().before().stored())).isEqualTo("one");
        }
    }

    @Test
    void aRestoredStoreIsLoadedAgainAndWatchesEnd() throws Exception {
        store.commit(group(create(A, "one")));
        MemoryWatchCache cache = cache();
        WatchCache.Watcher watcher = cache.watch("configmaps", "", 1);

        store.restored();

        assertThat(cache.await(store.revision(), SOON)).isTrue();
        eventually(
                () ->
                        assertThatThrownBy(() -> watcher.poll(Duration.ofMillis(10)))
                                .isInstanceOf(WatchCache.WatcherEnded.class));
        assertThat(text(cache.get(A).stored())).isEqualTo("one");
    }

    @Test
    void whileTheStoreIsAwayOldAnswersStandAndThenItGoesOn() throws Exception {
        store.commit(group(create(A, "one")));
        MemoryWatchCache cache = cache();
        store.away(true);
        assertThat(text(cache.get(A).stored())).isEqualTo("one");
        assertThat(cache.await(2, Duration.ofMillis(50))).isFalse();

        store.away(false);
        store.commit(group(replace(A, "two", 1)));

        assertThat(cache.await(2, SOON)).isTrue();
        assertThat(text(cache.get(A).stored())).isEqualTo("two");
    }

    @Test
    void manyWatchersAllSeeABurstInOrder() throws Exception {
        MemoryWatchCache cache = cache();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Long>>> watching = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                WatchCache.Watcher watcher = cache.watch("configmaps", "", 0);
                watching.add(
                        threads.submit(
                                () ->
                                        take(watcher, 500).stream()
                                                .map(CachedChange::revision)
                                                .toList()));
            }
            for (int i = 0; i < 500; i++) {
                store.commit(group(create(configMap("n" + i), "1")));
            }
            for (Future<List<Long>> told : watching) {
                assertThat(told.get()).hasSize(500).isSorted();
            }
        }
    }

    private static List<CachedChange> take(WatchCache.Watcher watcher, int count) throws Exception {
        List<CachedChange> told = new ArrayList<>();
        while (told.size() < count) {
            List<CachedChange> some = watcher.poll(SOON);
            assertThat(some).isNotEmpty();
            told.addAll(some);
        }
        return told;
    }
}
