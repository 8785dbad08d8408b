package dev.gantry.client.informer;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiException;
import dev.gantry.client.informer.Cursor.Verdict;
import dev.gantry.client.informer.ObjectSource.Snapshot;
import dev.gantry.client.trace.ChangeTrace;
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
 * <p>Everything but {@link #execute}, {@link #join}, {@link #leave} and {@link #close} runs on that
 * thread. (Longer than most: the three sources of a feed hand over to each other here.)
 */
final class KindFeed {

    private static final Logger log = LoggerFactory.getLogger(KindFeed.class);

    /** Lists below the mark in a row after which the store must have lost revisions. */
    private static final int STALE_LISTS = 20;

    private final String groupResource;
    private final ObjectSource source;
    private final @Nullable ChangeLog changeLog;
    private final InformerSettings settings;
    private final FeedMetrics metrics;
    private final LongSupplier nanoTime;

    private final FeedQueue queue;
    private final Cursor cursor = new Cursor();
    private final LogLiveness logLiveness;
    private final FeedBackOff backOff;
    private final FeedWatch watch;
    private final FeedBugs bugs;
    private final List<LocalCopy<?>> copies = new CopyOnWriteArrayList<>();

    /** Why a list is due; null when none is. */
    private @Nullable String listReason = "start";

    private boolean listed;
    private boolean newLife;
    private int staleLists;
    private long watchingSinceNanos;
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
        this.logLiveness = new LogLiveness(settings.progressTimeout().toNanos(), nanoTime);
        this.backOff = new FeedBackOff(groupResource, settings, metrics, nanoTime);
        this.watch = new FeedWatch(source, queue);
        this.bugs = new FeedBugs(groupResource, metrics);
        metrics.gauge("gantry.informer.queued", queue, FeedQueue::size);
    }

    /** Adds a copy; it is filled by the next list. */
    void join(LocalCopy<?> copy) {
        execute(
                () -> {
                    copies.add(copy);
                    if (listed) {
                        listAgain("another copy joined");
                    }
                });
    }

    /** Takes a copy out; it hears nothing more. */
    void leave(Informer<?> copy) {
        queue.control(new FeedItem.Task(() -> copies.removeIf(c -> c == copy)));
    }

    /** Runs a task on the feed's thread, after what waits now. */
    void execute(Runnable task) {
        queue.control(new FeedItem.Task(task));
    }

    void start() {
        Thread started = Thread.ofVirtual().name("informer-" + groupResource).unstarted(this::run);
        thread = started;
        started.start();
    }

    private void run() {
        try {
            dealWithThoseWhoCameBefore();
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

    /**
     * Copies and listeners of before the start are there when the first list comes: it fills them,
     * and who waits for its revision knows that they were told.
     */
    private void dealWithThoseWhoCameBefore() throws InterruptedException {
        for (FeedItem item = queue.take(0); item != null; item = queue.take(0)) {
            handle(item);
        }
    }

    /** Fixes the log's end; must come before the first list. */
    void subscribe() {
        logLiveness.grace();
        if (changeLog != null) {
            int partition = changeLog.partitionOf(groupResource);
            subscription =
                    changeLog.subscribe(Set.of(partition), new LogReader(groupResource, queue));
        }
    }

    /** One round: lists when due, deals with one item, looks at the clock. */
    void step(long waitNanos) throws InterruptedException {
        if (listReason != null && backOff.over()) {
            list();
        }
        long wait =
                listReason == null ? waitNanos : Math.clamp(backOff.remainingNanos(), 0, waitNanos);
        FeedItem item = queue.take(wait);
        if (item != null) {
            handle(item);
        }
        tick();
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
            case FeedItem.Task task -> bugs.guarded(task.action());
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
        watch.stop();
        Snapshot snapshot;
        try {
            snapshot = source.list();
        } catch (ApiException e) {
            backOff.failed("a list failed", e.error());
            return;
        }
        if (isStale(snapshot) && ++staleLists < STALE_LISTS) {
            backOff.failed("a list is older than what was seen", ApiError.internal("stale list"));
            return;
        }
        metrics.listed();
        take(snapshot);
        if (changeLog == null || (wasWatching && !logLiveness.healthy())) {
            fallBack();
        } else {
            metrics.watching(false);
            logLiveness.grace();
        }
    }

    private boolean isStale(Snapshot snapshot) {
        return listed && !newLife && snapshot.revision() < cursor.mark();
    }

    private void take(Snapshot snapshot) {
        long revision = snapshot.revision();
        boolean back = revision < cursor.mark();
        copies.forEach(copy -> bugs.guarded(() -> copy.replace(snapshot.objects())));
        cursor.listed(revision);
        copies.forEach(copy -> mark(copy, revision, back));
        copies.forEach(LocalCopy::alive);
        listed = true;
        listReason = null;
        newLife = false;
        staleLists = 0;
        backOff.succeeded();
    }

    private static void mark(LocalCopy<?> copy, long revision, boolean back) {
        if (back) {
            copy.restarted(revision);
        } else {
            copy.reached(revision);
        }
    }

    // ---- the log

    private void own(ChangeRecord.Changed change) {
        if (passedBy(change.epoch())) {
            return;
        }
        Verdict verdict =
                cursor.changed(change.epoch(), change.revision(), change.previousRevision(), true);
        if (verdict == Verdict.APPLY) {
            ChangeTrace.during(change.traceParent(), () -> apply(change));
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
            remove(document(change, body == null ? new byte[0] : body));
        } else if (body != null) {
            put(document(change, body));
        } else {
            fetch(key);
        }
    }

    private static Document document(ChangeRecord.Changed change, byte[] body) {
        ObjectKey key = change.key();
        return new Document(key.namespace(), key.name(), change.uid(), change.revision(), body);
    }

    private void put(Document document) {
        copies.forEach(copy -> bugs.guarded(() -> copy.put(document)));
    }

    private void remove(Document last) {
        copies.forEach(copy -> bugs.guarded(() -> copy.remove(last)));
    }

    /** A body that travels by reference; what is read may be newer than the change, never older. */
    private void fetch(ObjectKey key) {
        try {
            Document now = source.get(key.namespace(), key.name());
            if (now != null) {
                put(now);
            }
        } catch (ApiException e) {
            backOff.failed("an object could not be read", e.error());
            listAgain("an object could not be read");
        }
    }

    private void progress(FeedItem.Progress p) {
        boolean current = logLiveness.progress();
        if (passedBy(p.epoch())) {
            return;
        }
        boolean watching = cursor.watching();
        judge(cursor.progress(p.epoch(), p.revision(), p.previous()));
        if (watching && !cursor.watching()) {
            watch.stop();
            metrics.watching(false);
        }
        if (current && listReason == null && !cursor.watching()) {
            copies.forEach(LocalCopy::alive);
        }
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
            if (!logLiveness.healthy()) {
                fallBack();
            }
        } else if (!watch.running() && backOff.over()) {
            watch.start(cursor.mark());
        } else if (changeLog != null && mayReturnByList()) {
            listAgain("back to the log");
        }
    }

    private boolean mayReturnByList() {
        long enough = settings.returnTimeout().toNanos();
        return logLiveness.progressedSince(watchingSinceNanos, enough) && logLiveness.healthy();
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
        watch.start(cursor.mark());
    }

    private void watched(FeedItem.Watched watched) {
        if (!watch.isCurrent(watched.stream()) || listReason != null) {
            return;
        }
        backOff.succeeded();
        Document document = Document.of(watched.event().object());
        ChangeTrace.during(
                watched.event().traceParent(), () -> take(watched.event().type(), document));
        cursor.watched(document.revision());
        reached();
        copies.forEach(LocalCopy::alive);
    }

    private void take(String type, Document document) {
        switch (type) {
            case "DELETED" -> remove(document);
            case "BOOKMARK" -> {}
            default -> put(document);
        }
    }

    private void watchEnded(FeedItem.WatchEnded ended) {
        if (!watch.isCurrent(ended.stream())) {
            return;
        }
        watch.ended();
        ApiError error = ended.error();
        if (error != null && error.code() == 410) {
            listAgain("the watch is too old");
        } else if (error != null) {
            backOff.failed("a watch failed", error);
        }
    }

    private void end() {
        watch.stop();
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
}
