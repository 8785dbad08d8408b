package dev.gantry.client.informer;

import dev.gantry.api.status.ApiError;
import dev.gantry.client.StateClient.WatchEvent;
import dev.gantry.events.ChangeRecord;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a feed has to deal with next. */
sealed interface FeedItem {

    /** A change of the kind itself, from the log. */
    record Own(ChangeRecord.Changed change) implements FeedItem {}

    /** Changes of other kinds in the partition, several joined to one. */
    record Others(UUID epoch, long revision, long previous) implements FeedItem {}

    /** The publisher's sign of life. */
    record Progress(UUID epoch, long revision, long previous) implements FeedItem {}

    /** Another life of the store. */
    record Reset(UUID epoch) implements FeedItem {}

    /** The place in the log is lost. */
    record Lost(String why) implements FeedItem {}

    /**
     * @param stream which watch it came from: those of an abandoned one are ignored
     */
    record Watched(int stream, WatchEvent event) implements FeedItem {}

    /** A watch is over. */
    record WatchEnded(int stream, @Nullable ApiError error) implements FeedItem {}

    /** Something to run on the feed's thread. */
    record Task(Runnable action) implements FeedItem {}

    default int sizeBytes() {
        return switch (this) {
            case Own own -> own.change().body() == null ? 0 : own.change().body().length;
            case Watched watched -> watched.event().object().length;
            case Others o -> 0;
            case Progress p -> 0;
            case Reset r -> 0;
            case Lost l -> 0;
            case WatchEnded w -> 0;
            case Task t -> 0;
        };
    }
}
