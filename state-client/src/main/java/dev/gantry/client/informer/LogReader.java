package dev.gantry.client.informer;

import dev.gantry.events.ChangeLog;
import dev.gantry.events.ChangeRecord;

/**
 * Sorts the records of the kind's partition into a feed's queue. Runs on the log's thread and never
 * blocks it.
 */
record LogReader(String groupResource, FeedQueue queue) implements ChangeLog.Reader {

    @Override
    public void read(int partition, ChangeRecord record) {
        queue.offer(
                switch (record) {
                    case ChangeRecord.Changed c ->
                            c.key().groupResource().equals(groupResource)
                                    ? new FeedItem.Own(c)
                                    : new FeedItem.Others(
                                            c.epoch(), c.revision(), c.previousRevision());
                    case ChangeRecord.Progress p ->
                            new FeedItem.Progress(p.epoch(), p.revision(), p.previousRevision());
                    case ChangeRecord.Reset r -> new FeedItem.Reset(r.epoch());
                });
    }

    @Override
    public void lost(int partition, String why) {
        queue.offer(new FeedItem.Lost(why));
    }
}
