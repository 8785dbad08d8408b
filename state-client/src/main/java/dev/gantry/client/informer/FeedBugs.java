package dev.gantry.client.informer;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes failures of views, indexers and listeners: they are bugs of their authors or objects that a
 * view cannot read, and must not stop the feed. Counts all, logs the first of a kind.
 */
record FeedBugs(String groupResource, FeedMetrics metrics) implements Consumer<RuntimeException> {

    private static final Logger log = LoggerFactory.getLogger(FeedBugs.class);

    @Override
    public void accept(RuntimeException bug) {
        if (metrics.bug()) {
            log.atError()
                    .setCause(bug)
                    .addKeyValue("kind", groupResource)
                    .log("a view, indexer or listener failed; further failures are only counted");
        }
    }

    void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            accept(e);
        }
    }
}
