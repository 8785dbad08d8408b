package dev.gantry.state.watchcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.events.ChangeRecord.Kind;
import dev.gantry.state.store.CommitResult;
import dev.gantry.state.store.Groups;
import dev.gantry.state.store.InMemoryObjectStore;
import dev.gantry.state.store.ObjectStore;
import dev.gantry.state.store.StoredObject;
import dev.gantry.state.store.Write;
import dev.gantry.testkit.property.Dice;
import dev.gantry.testkit.property.Property;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.util.unit.DataSize;

/** Whatever is written meanwhile, a list and the watch after it add up to the store. */
class WatchCachePropertyTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final List<String> TYPES = List.of("configmaps", "pods");

    @Property(tries = 60)
    void aListAndItsWatchAddUpToTheStore(Dice dice) throws Exception {
        InMemoryObjectStore store = new InMemoryObjectStore();
        write(store, dice, dice.between(0, 40));
        WatchCacheSettings settings =
                new WatchCacheSettings(
                        Duration.ofMinutes(1), 500, DataSize.ofMegabytes(1), dice.between(0, 30));
        try (MemoryWatchCache cache =
                MemoryWatchCache.start(
                        store, settings, Clock.systemUTC(), new SimpleMeterRegistry())) {
            assertThat(cache.await(store.revision(), SOON)).isTrue();
            write(store, dice, dice.between(0, 20));
            String namespace = dice.oneOf("", "a", "b");
            WatchCache.Snapshot list = cache.list("pods", namespace);
            try (WatchCache.Watcher watcher = cache.watch("pods", namespace, list.revision())) {
                write(store, dice, dice.between(0, 60));
                assertThat(followed(list, watcher, store.revision()))
                        .isEqualTo(expected(store, namespace));
            }
        }
    }

    private static void write(ObjectStore store, Dice dice, int times) {
        for (int i = 0; i < times; i++) {
            ObjectKey key = new ObjectKey(dice.oneOf(TYPES), dice.oneOf("a", "b"), dice.name());
            StoredObject found = store.read(key);
            Write write =
                    found == null
                            ? Groups.create(key, "v" + i)
                            : dice.chance(30)
                                    ? Groups.delete(key, "v" + i, found.revision())
                                    : Groups.replace(key, "v" + i, found.revision());
            assertThat(store.commit(Groups.group(write)))
                    .isInstanceOf(CommitResult.Committed.class);
        }
    }

    /** Takes the list, then every change as a client does; each must fit to what is known. */
    private static Map<ObjectKey, Long> followed(
            WatchCache.Snapshot list, WatchCache.Watcher watcher, long upTo) throws Exception {
        TreeMap<ObjectKey, Long> known = new TreeMap<>();
        list.objects().forEach(o -> known.put(o.stored().key(), o.stored().revision()));
        long last = list.revision();
        while (watcher.seen() < upTo) {
            for (CachedChange change : watcher.poll(Duration.ofMillis(20))) {
                assertThat(change.revision()).isGreaterThan(last);
                last = change.revision();
                take(known, change);
            }
        }
        return known;
    }

    private static void take(Map<ObjectKey, Long> known, CachedChange change) {
        ObjectKey key = change.now().stored().key();
        CachedObject before = change.before();
        Long wasAt = before == null ? null : before.stored().revision();
        assertThat(known.get(key)).isEqualTo(wasAt);
        assertThat(wasAt == null).isEqualTo(change.kind() == Kind.ADDED);
        if (change.kind() == Kind.DELETED) {
            known.remove(key);
        } else {
            known.put(key, change.revision());
        }
    }

    private static Map<ObjectKey, Long> expected(ObjectStore store, String namespace) {
        TreeMap<ObjectKey, Long> all = new TreeMap<>();
        store.snapshot(
                object -> {
                    ObjectKey key = object.key();
                    if (key.groupResource().equals("pods")
                            && (namespace.isEmpty() || key.namespace().equals(namespace))) {
                        all.put(key, object.revision());
                    }
                });
        return all;
    }
}
