package dev.gantry.client.informer;

import dev.gantry.api.status.ApiError;
import dev.gantry.client.StateClient.Watch;
import dev.gantry.client.StateClient.WatchEvent;
import dev.gantry.client.StateClient.WatchHandler;
import org.jspecify.annotations.Nullable;

/**
 * A feed's watch, one at a time. Each has a number, so that what an abandoned one still brings is
 * known as such. Used by the feed's thread only.
 */
final class FeedWatch {

    private final ObjectSource source;
    private final FeedQueue queue;
    private int stream;
    private @Nullable Watch watch;

    FeedWatch(ObjectSource source, FeedQueue queue) {
        this.source = source;
        this.queue = queue;
    }

    boolean running() {
        return watch != null;
    }

    boolean isCurrent(int number) {
        return number == stream;
    }

    /** Follows every change after a revision. */
    void start(long revision) {
        int number = ++stream;
        watch =
                source.watch(
                        revision,
                        new WatchHandler() {
                            @Override
                            public void event(WatchEvent event) {
                                queue.put(new FeedItem.Watched(number, event));
                            }

                            @Override
                            public void ended(@Nullable ApiError error) {
                                queue.control(new FeedItem.WatchEnded(number, error));
                            }
                        });
    }

    /** The current one has ended by itself. */
    void ended() {
        watch = null;
    }

    void stop() {
        stream++;
        if (watch != null) {
            watch.close();
            watch = null;
        }
    }
}
