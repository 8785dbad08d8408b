package dev.gantry.client.informer;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiException;
import dev.gantry.client.StateClient.Watch;
import dev.gantry.client.StateClient.WatchEvent;
import dev.gantry.client.StateClient.WatchHandler;
import dev.gantry.client.informer.Cursor.Verdict;
import dev.gantry.client.informer.ObjectSource.Snapshot;
import dev.gantry.events.ChangeLog;
import dev.gantry.events.ChangeRecord;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the copies of one kind equal to the store: one thread that lists, then follows the change
 * log, and a watch while the log is silent. {@link Cursor} decides; this class does.
 *
 * <p>Everything but {@link #execute}, {@link #join} and {@link #close} runs on that thread.
 */
final class KindFeed {

    private static final Logger log = LoggerFactory.getLogger(KindFeed.class);

    /** Lists below the mark in a row after which the store must have lost revisions. */
    private static final int STALE_LISTS = 20;

    private static final long CATCH_UP_NANOS = 500_000_000;

    private final String groupResource;
    private final ObjectSource source;
    private final @Nullable ChangeLog changeLog;
    private final InformerSettings settings;
    private final FeedMetrics metrics;
    private final LongSupplier nanoTime;

    private final FeedQueue queue;
    private final Cursor cursor = new Cursor();
    private final List<LocalCopy<?>> copies = new CopyOnWriteArrayList<>();

    private boolean listed;
    private @Nullable String listReason = "start";
    private boolean newLife;
    private int staleLists;
    private int failures;
    private long notBeforeNanos;
    private long progressAtNanos;
    private long gapEndedAtNanos;
    private long watchingSinceNanos;
    private int stream;
    private @Nullable Watch watch;
    private ChangeLog.@Nullable Subscription subscription;
    private volatile @Nullable Thread thread;
    private volatile boolean closed;

    /**
     * @param changeLog null for a feed that only watches
     * @param nanoTime a monotonic clock
     */
    KindFeed(
            String groupResource,
            ObjectSource source,
            @Nullable ChangeLog changeLog,
            InformerSettings settings,
            FeedMetrics metrics,
            LongSupplier nanoTime) {
        this.groupResource = groupResource;
        this.source = source;
        this.changeLog = changeLog;
        this.settings = settings;
        this.metrics = metrics;
        this.nanoTime = nanoTime;
        this.queue = new FeedQueue(settings.maxQueued(), settings.maxQueuedBytes());
        metrics.gauge("gantry.informer.queued", queue, FeedQueue::size);
    }

    /** Adds a copy; it is filled by the next list. */
    void join(LocalCopy<?> copy) {
        queue.task(
                () -> {
                    copies.add(copy);
                    if (listed) {
                        listAgain("another copy joined");
                    }
                });
    }

    /** Takes a copy out; it hears nothing more. */
    void leave(Informer<?> copy) {
        queue.task(() -> copies.removeIf(c -> c == copy));
    }

    /** Runs a task on the feed's thread, after what waits now. */
    void execute(Runnable task) {
        queue.task(task);
    }

    void start() {
        Thread started = Thread.ofVirtual().name("informer-" + groupResource).unstarted(this::run);
        thread = started;
        started.start();
    }

    private void run() {
        try {
            subscribe();
            while (!closed) {
                step(settings.progressTimeout().toNanos() / 5);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end();
        }
    }

    /** Fixes the log's end; must come before the first list. */
    void subscribe() {
        progressAtNanos = nanoTime.getAsLong();
        gapEndedAtNanos = progressAtNanos - CATCH_UP_NANOS;
        if (changeLog != null) {
            int partition = changeLog.partitionOf(groupResource);
            subscription = changeLog.subscribe(Set.of(partition), new LogReader());
        }
    }

    /** One round: lists when due, deals with one item, looks at the clock. */
    void step(long waitNanos) throws InterruptedException {
        if (listReason != null && due()) {
            list();
        }
        FeedItem item = queue.take(listReason == null ? waitNanos : pauseNanos(waitNanos));
        if (item != null) {
            handle(item);
        }
        tick();
    }

    private boolean due() {
        return failures == 0 || nanoTime.getAsLong() - notBeforeNanos >= 0;
    }

    private long pauseNanos(long most) {
        return Math.clamp(notBeforeNanos - nanoTime.getAsLong(), 0, most);
    }

    private void handle(FeedItem item) {
        switch (item) {
            case FeedItem.Own own -> own(own.change());
            case FeedItem.Others o -> others(o);
            case FeedItem.Progress p -> progress(p);
            case FeedItem.Reset reset -> judge(cursor.reset(reset.epoch()));
            case FeedItem.Lost lost -> lost(lost.why());
            case FeedItem.Watched watched -> watched(watched);
            case FeedItem.WatchEnded ended -> watchEnded(ended);
            case FeedItem.Task task -> guarded(task.action());
        }
    }

    // ---- listing

    private void listAgain(String reason) {
        if (listReason == null) {
            listReason = reason;
            log.atDebug()
                    .addKeyValue("kind", groupResource)
                    .addKeyValue("reason", reason)
                    .log("the informer lists again");
        }
    }

    private void list() {
        boolean wasWatching = cursor.watching();
        stopWatch();
        Snapshot snapshot;
        try {
            snapshot = source.list();
        } catch (ApiException e) {
            backOff("a list failed", e.error());
            return;
        }
        if (listed
                && !newLife
                && snapshot.revision() < cursor.mark()
                && ++staleLists < STALE_LISTS) {
            backOff("a list is older than what was seen", ApiError.internal("stale list"));
            return;
        }
        metrics.listed();
        take(snapshot);
        if (changeLog == null || (wasWatching && !logHealthy())) {
            fallBack();
        } else {
            metrics.watching(false);
            progressAtNanos = nanoTime.getAsLong();
        }
    }

    private void take(Snapshot snapshot) {
        boolean back = snapshot.revision() < cursor.mark();
        copies.forEach(copy -> guarded(() -> copy.replace(snapshot.objects())));
        cursor.listed(snapshot.revision());
        copies.forEach(copy -> mark(copy, snapshot.revision(), back));
        copies.forEach(LocalCopy::alive);
        listed = true;
        listReason = null;
        newLife = false;
        staleLists = 0;
        failures = 0;
    }

    private boolean logHealthy() {
        return nanoTime.getAsLong() - progressAtNanos <= settings.progressTimeout().toNanos();
    }

    private static void mark(LocalCopy<?> copy, long revision, boolean back) {
        if (back) {
            copy.restarted(revision);
        } else {
            copy.reached(revision);
        }
    }

    private void backOff(String what, ApiError error) {
        failures++;
        long delay =
                Math.min(
                        settings.retryFirst().toNanos() << Math.min(failures - 1, 20),
                        settings.retryCap().toNanos());
        notBeforeNanos = nanoTime.getAsLong() + delay;
        metrics.failed();
        (failures == 1 ? log.atInfo() : log.atDebug())
                .addKeyValue("kind", groupResource)
                .addKeyValue("error", error.message())
                .addKeyValue("attempt", failures)
                .log(what);
    }

    // ---- the log

    private void own(ChangeRecord.Changed change) {
        if (passedBy(change.epoch())) {
            return;
        }
        Verdict verdict =
                cursor.changed(change.epoch(), change.revision(), change.previousRevision(), true);
        if (verdict == Verdict.APPLY) {
            apply(change);
        }
        judge(verdict);
    }

    private void others(FeedItem.Others o) {
        if (!passedBy(o.epoch())) {
            judge(cursor.changed(o.epoch(), o.revision(), o.previous(), false));
        }
    }

    /** While a list is due nothing is applied: the list will contain it. */
    private boolean passedBy(UUID epoch) {
        if (listReason == null) {
            return false;
        }
        newLife = cursor.otherEpoch(epoch) || newLife;
        return true;
    }

    private void apply(ChangeRecord.Changed change) {
        ObjectKey key = change.key();
        byte[] body = change.body();
        if (change.kind() == ChangeRecord.Kind.DELETED) {
            byte[] last = body == null ? new byte[0] : body;
            Document document =
                    new Document(
                            key.namespace(), key.name(), change.uid(), change.revision(), last);
            copies.forEach(copy -> guarded(() -> copy.remove(document)));
        } else if (body != null) {
            put(new Document(key.namespace(), key.name(), change.uid(), change.revision(), body));
        } else {
            fetch(key);
        }
    }

    private void put(Document document) {
        copies.forEach(copy -> guarded(() -> copy.put(document)));
    }

    /** A body that travels by reference; what is read may be newer than the change, never older. */
    private void fetch(ObjectKey key) {
        try {
            Document now = source.get(key.namespace(), key.name());
            if (now != null) {
                put(now);
            }
        } catch (ApiException e) {
            backOff("an object could not be read", e.error());
            listAgain("an object could not be read");
        }
    }

    private void progress(FeedItem.Progress p) {
        boolean current = proofOfLife();
        if (passedBy(p.epoch())) {
            return;
        }
        boolean watching = cursor.watching();
        judge(cursor.progress(p.epoch(), p.revision(), p.previous()));
        if (watching && !cursor.watching()) {
            stopWatch();
            metrics.watching(false);
        }
        if (current && listReason == null && !cursor.watching()) {
            copies.forEach(LocalCopy::alive);
        }
    }

    /**
     * Notes the progress record. After a gap those that had piled up arrive at once and prove
     * nothing: only one that comes a while after the first does.
     */
    private boolean proofOfLife() {
        long now = nanoTime.getAsLong();
        if (now - progressAtNanos > settings.progressTimeout().toNanos()) {
            gapEndedAtNanos = now;
        }
        progressAtNanos = now;
        return now - gapEndedAtNanos >= CATCH_UP_NANOS;
    }

    private void judge(Verdict verdict) {
        switch (verdict) {
            case APPLY, PASS -> reached();
            case LIST -> listAgain("a change is missing");
            case RESTART -> {
                newLife = true;
                listAgain("the store has another epoch");
            }
        }
    }

    private void reached() {
        if (listReason == null) {
            copies.forEach(copy -> copy.reached(cursor.mark()));
        }
    }

    /** While a watch feeds, the gap shows in the records that come. */
    private void lost(String why) {
        if (!cursor.watching()) {
            listAgain("the place in the log was lost: " + why);
        }
    }

    // ---- the watch

    private void tick() {
        if (listReason != null) {
            return;
        }
        if (changeLog != null && !cursor.watching()) {
            if (!logHealthy()) {
                fallBack();
            }
        } else if (watch == null && due()) {
            startWatch();
        } else if (changeLog != null
                && progressAtNanos - watchingSinceNanos > settings.returnTimeout().toNanos()
                && logHealthy()) {
            listAgain("back to the log");
        }
    }

    private void fallBack() {
        cursor.watch();
        watchingSinceNanos = nanoTime.getAsLong();
        metrics.watching(true);
        if (changeLog != null) {
            log.atInfo()
                    .addKeyValue("kind", groupResource)
                    .log("the change log is silent; a watch takes over");
        }
        startWatch();
    }

    private void startWatch() {
        int mine = ++stream;
        watch =
                source.watch(
                        cursor.mark(),
                        new WatchHandler() {
                            @Override
                            public void event(WatchEvent event) {
                                queue.put(new FeedItem.Watched(mine, event));
                            }

                            @Override
                            public void ended(@Nullable ApiError error) {
                                queue.put(new FeedItem.WatchEnded(mine, error));
                            }
                        });
    }

    private void stopWatch() {
        stream++;
        if (watch != null) {
            watch.close();
            watch = null;
        }
    }

    private void watched(FeedItem.Watched watched) {
        if (watched.stream() != stream || listReason != null) {
            return;
        }
        failures = 0;
        Document document = Document.of(watched.event().object());
        switch (watched.event().type()) {
            case "DELETED" -> copies.forEach(copy -> guarded(() -> copy.remove(document)));
            case "BOOKMARK" -> {}
            default -> put(document);
        }
        cursor.watched(document.revision());
        reached();
        copies.forEach(LocalCopy::alive);
    }

    private void watchEnded(FeedItem.WatchEnded ended) {
        if (ended.stream() != stream) {
            return;
        }
        watch = null;
        ApiError error = ended.error();
        if (error != null && error.code() == 410) {
            listAgain("the watch is too old");
        } else if (error != null) {
            backOff("a watch failed", error);
        }
    }

    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            if (metrics.bug()) {
                log.atError()
                        .setCause(e)
                        .addKeyValue("kind", groupResource)
                        .log("a copy or listener failed; further failures are only counted");
            }
        }
    }

    private void end() {
        stopWatch();
        if (subscription != null) {
            subscription.close();
        }
    }

    void close() {
        closed = true;
        queue.close();
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    /** Sorts the log's records into the queue; runs on the log's thread. */
    private final class LogReader implements ChangeLog.Reader {

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
                                new FeedItem.Progress(
                                        p.epoch(), p.revision(), p.previousRevision());
                        case ChangeRecord.Reset r -> new FeedItem.Reset(r.epoch());
                    });
        }

        @Override
        public void lost(int partition, String why) {
            queue.offer(new FeedItem.Lost(why));
        }
    }
}
