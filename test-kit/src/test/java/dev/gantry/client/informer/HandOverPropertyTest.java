package dev.gantry.client.informer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.testkit.property.Dice;
import dev.gantry.testkit.property.Property;
import dev.gantry.testkit.time.VirtualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Random interleavings of snapshot, lag, repetition, publisher failover, silence of the log, a
 * deleted log, deletion and recreation, restore: the copy ends equal to the store and never goes
 * backwards.
 */
class HandOverPropertyTest {

    private static final String[] NAMES = {"a", "b", "c", "d"};

    private final VirtualClock clock = new VirtualClock();
    private ScriptedStore store;
    private KindFeed feed;
    private LocalCopy<Seen> copy;
    private Ledger ledger;

    /** What a copy holds: the projection of a document. */
    record Seen(String name, String uid, long revision) {
        static Seen of(byte[] body) {
            Document document = Document.of(body);
            return new Seen(document.name(), document.uid(), document.revision());
        }
    }

    /** Plays what the listener is told and objects to what cannot be. */
    private static final class Ledger implements Informer.Listener<Seen> {

        final Map<String, Seen> present = new TreeMap<>();
        final Map<String, Long> highest = new HashMap<>();

        @Override
        public void added(Seen object) {
            assertThat(present.put(object.name, object)).as("added twice").isNull();
            forward(object);
        }

        @Override
        public void changed(Seen before, Seen after) {
            Seen was = present.put(after.name, after);
            assertThat(was).as("changed without being there").isEqualTo(before);
            assertThat(after.uid).isEqualTo(before.uid);
            forward(after);
        }

        @Override
        public void removed(Seen last) {
            Seen was = present.remove(last.name);
            assertThat(was).as("removed without being there").isNotNull();
            assertThat(last.uid).isEqualTo(was.uid);
        }

        private void forward(Seen object) {
            Long before = highest.put(object.name, object.revision);
            assertThat(object.revision)
                    .as("revision of " + object.name)
                    .isGreaterThan(before == null ? 0 : before);
        }
    }

    @Property(tries = 400)
    void copyEndsEqualToTheStoreAndNeverGoesBackwards(Dice dice) throws Exception {
        start(dice);
        long mark = 0;
        for (int i = dice.between(20, 150); i > 0; i--) {
            boolean restored = play(dice);
            if (restored) {
                ledger.highest.clear();
                mark = 0;
            }
            long seen = copy.seen();
            assertThat(seen).isGreaterThanOrEqualTo(mark);
            mark = seen;
        }
        settle();
        Map<String, Seen> expected = new TreeMap<>();
        store.objects.forEach(
                (name, o) -> expected.put(name, new Seen(name, o.uid(), o.revision())));
        Map<String, Seen> found = new TreeMap<>();
        copy.list().forEach(seen -> found.put(seen.name(), seen));
        assertThat(found).isEqualTo(expected);
        assertThat(ledger.present).isEqualTo(expected);
        assertThat(copy.seen()).isEqualTo(store.revision);
        assertThat(meters.get("gantry.informer.bugs").counter().count()).isZero();
        for (String name : NAMES) {
            assertThat(copy.byIndex("name", name))
                    .isEqualTo(
                            expected.containsKey(name)
                                    ? java.util.List.of(expected.get(name))
                                    : java.util.List.of());
        }
    }

    private SimpleMeterRegistry meters;

    private void start(Dice dice) {
        store = new ScriptedStore();
        meters = new SimpleMeterRegistry();
        InformerSettings usual = InformerSettings.USUAL;
        InformerSettings settings =
                new InformerSettings(
                        usual.progressTimeout(),
                        usual.returnTimeout(),
                        usual.retryFirst(),
                        usual.retryCap(),
                        dice.oneOf(6, 1000),
                        usual.maxQueuedBytes());
        feed =
                new KindFeed(
                        ScriptedStore.OWN,
                        store,
                        dice.chance(90) ? store : null,
                        settings,
                        new FeedMetrics(meters, ScriptedStore.OWN),
                        clock::nanoTime);
        copy =
                LocalCopy.projected(
                        Seen::of,
                        feed::execute,
                        clock::nanoTime,
                        bug -> {
                            throw bug;
                        });
        copy.index(Map.of("name", seen -> java.util.List.of(seen.name())));
        feed.join(copy);
        ledger = new Ledger();
        copy.listen(ledger);
        feed.subscribe();
    }

    /** One thing happens; true when it was a restore. */
    private boolean play(Dice dice) throws InterruptedException {
        switch (dice.between(0, 21)) {
            case 0, 1, 2, 3 -> store.write(dice.oneOf(NAMES));
            case 4 -> store.delete(dice.oneOf(NAMES));
            case 5 -> store.deleteAndRecreate(dice.oneOf(NAMES));
            case 6 -> store.changeAnotherKindInThePartition();
            case 7 -> store.changeElsewhere();
            case 8, 9 -> store.publish(dice.between(1, 5));
            case 10 -> store.failOver(dice.between(1, 4));
            case 11 -> store.progress();
            case 12, 13, 14 -> store.deliver(dice.between(1, 6));
            case 15 -> store.byReference = dice.chance(30);
            case 16 -> clock.advance(Duration.ofMillis(dice.oneOf(300, 1000, 6000)));
            case 17 -> {
                drain();
                store.deliverWatch(dice.between(1, 4));
            }
            case 18 -> {
                drain();
                store.bookmark();
            }
            case 19 -> rare(dice);
            case 20 -> {
                if (dice.chance(20)) {
                    store.restore(dice.chance(50) ? Map.of() : new TreeMap<>(store.objects));
                    return true;
                }
            }
            default -> {}
        }
        for (int i = dice.between(0, 3); i > 0; i--) {
            feed.step(0);
        }
        return false;
    }

    private void rare(Dice dice) throws InterruptedException {
        switch (dice.between(0, 3)) {
            case 0 -> store.recreateLog(true);
            case 1 -> store.recreateLog(false);
            case 2 -> {
                drain();
                store.breakWatches(dice.oneOf(410, 503));
            }
            default -> store.listsThatFail = dice.between(1, 3);
        }
    }

    private void drain() throws InterruptedException {
        for (int i = 0; i < 30; i++) {
            feed.step(0);
        }
    }

    /** Everything works again for a while. */
    private void settle() throws InterruptedException {
        store.listsThatFail = 0;
        for (int i = 0; i < 80; i++) {
            clock.advance(Duration.ofSeconds(1));
            store.publish(1000);
            store.progress();
            for (int j = 0; j < 40; j++) {
                store.deliver(3);
                feed.step(0);
                feed.step(0);
                feed.step(0);
                feed.step(0);
            }
            store.bookmark();
            store.deliverWatch(3);
            drain();
        }
    }
}
