package dev.gantry.client.informer;

import static dev.gantry.testkit.time.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.client.StateClient.WatchEvent;
import dev.gantry.events.ChangeRecord;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class FeedQueueTest {

    private static final UUID LIFE = new UUID(0, 1);

    private static FeedItem own(long revision, int bytes) {
        return new FeedItem.Own(
                new ChangeRecord.Changed(
                        LIFE,
                        revision,
                        0,
                        ChangeRecord.Kind.ADDED,
                        new ObjectKey("pods", "", "x"),
                        "",
                        new byte[bytes],
                        null));
    }

    private static FeedItem watched() {
        return new FeedItem.Watched(1, new WatchEvent("ADDED", new byte[1]));
    }

    @Test
    void overflowDropsWhatWaitsFromTheLogAndTellsTheLoss() throws Exception {
        FeedQueue queue = new FeedQueue(3, 1000);
        AtomicBoolean ran = new AtomicBoolean();
        queue.control(new FeedItem.Task(() -> ran.set(true)));
        queue.offer(own(1, 1));
        queue.offer(own(2, 1));
        queue.offer(own(3, 1));
        ((FeedItem.Task) queue.take(0)).action().run();
        assertThat(ran).isTrue();
        assertThat(queue.take(0)).isInstanceOf(FeedItem.Lost.class);
        assertThat(queue.take(0)).isNull();
    }

    @Test
    void bytesAreBoundedToo() throws Exception {
        FeedQueue queue = new FeedQueue(100, 10);
        queue.offer(own(1, 11));
        queue.offer(own(2, 1));
        assertThat(queue.take(0)).isInstanceOf(FeedItem.Lost.class);
        queue.offer(own(3, 1));
        assertThat(queue.take(0)).isInstanceOf(FeedItem.Own.class);
    }

    @Test
    void changesOfOtherKindsThatFollowEachOtherTakeOnePlace() throws Exception {
        FeedQueue queue = new FeedQueue(100, 10);
        queue.offer(new FeedItem.Others(LIFE, 5, 2));
        queue.offer(new FeedItem.Others(LIFE, 7, 5));
        queue.offer(new FeedItem.Others(LIFE, 9, 8));
        assertThat(queue.take(0)).isEqualTo(new FeedItem.Others(LIFE, 7, 2));
        assertThat(queue.take(0)).isEqualTo(new FeedItem.Others(LIFE, 9, 8));
    }

    @Test
    void watchWaitsForRoomAndIsFreedByClosing() throws Exception {
        FeedQueue queue = new FeedQueue(1, 1000);
        queue.put(watched());
        AtomicBoolean accepted = new AtomicBoolean();
        Thread second = Thread.ofVirtual().start(() -> accepted.set(queue.put(watched())));
        assertThat(queue.take(0)).isNotNull();
        second.join();
        assertThat(accepted).isTrue();
        AtomicBoolean refused = new AtomicBoolean();
        Thread third = Thread.ofVirtual().start(() -> refused.set(!queue.put(watched())));
        eventually(() -> assertThat(third.getState()).isEqualTo(Thread.State.WAITING));
        queue.close();
        third.join();
        assertThat(refused).isTrue();
    }
}
