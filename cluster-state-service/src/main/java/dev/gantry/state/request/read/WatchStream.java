package dev.gantry.state.request.read;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.client.door.ByteSink;
import dev.gantry.client.door.DoorReply;
import dev.gantry.events.ChangeRecord;
import dev.gantry.state.request.exchange.Accepts;
import dev.gantry.state.request.exchange.Headers;
import dev.gantry.state.store.ObjectStore;
import dev.gantry.state.watchcache.CachedChange;
import dev.gantry.state.watchcache.CachedObject;
import dev.gantry.state.watchcache.WatchCache;
import dev.gantry.state.watchcache.WatchCache.Watcher;
import dev.gantry.state.watchcache.WatchCache.WatcherEnded;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One watch: what is there first, then the changes until the time is over or the receiver gone.
 *
 * <p>A change counts as seen through the selection: an object that begins to match is ADDED, one
 * that ceases to is DELETED in its last matching state under the change's revision. Used once, by
 * one thread, which blocks while the receiver is slow.
 */
final class WatchStream {

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final WatchCache cache;
    private final EventForms forms;
    private final Plan plan;

    /**
     * What is watched.
     *
     * @param initial objects to tell first, as ADDED
     * @param after the revision after which changes are told
     * @param traces whether each change tells its trace
     * @param endOfInitial whether a bookmark tells that the initial objects are through
     */
    record Plan(
            ResourceType type,
            String storageName,
            String namespace,
            Selection selection,
            List<CachedObject> initial,
            long after,
            boolean bookmarks,
            boolean endOfInitial,
            Duration timeout,
            Duration bookmarkEvery,
            String includeObject,
            boolean traces) {}

    WatchStream(WatchCache cache, EventForms forms, Plan plan) {
        this.cache = cache;
        this.forms = forms;
        this.plan = plan;
    }

    void run(DoorReply reply, Accepts accepts, List<String> warnings) {
        EventForms.Form form = forms.of(plan.type(), accepts, plan.includeObject(), plan.traces());
        Map<String, List<String>> headers = Headers.of(form.contentType(), warnings);
        try (ByteSink sink = reply.begin(200, headers)) {
            sink.flush();
            follow(sink, form, reply);
        } catch (IOException receiverGone) {
            // The reader ended the watch; there is nobody left to tell.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(ByteSink sink, EventForms.Form form, DoorReply reply)
            throws IOException, InterruptedException {
        try (Watcher watcher = cache.watch(plan.storageName(), plan.namespace(), plan.after())) {
            reply.onCancel(watcher::close);
            tellInitial(sink, form);
            tellChanges(sink, form, reply, watcher);
        } catch (ObjectStore.Compacted tooOld) {
            sink.write(form.error(ReadErrors.tooOldToWatch(plan.after())));
            sink.flush();
        } catch (WatcherEnded ended) {
            // The stream just ends; the client resumes from the last revision it has seen.
        }
    }

    private void tellInitial(ByteSink sink, EventForms.Form form) throws IOException {
        boolean told = false;
        for (CachedObject object : plan.initial()) {
            if (plan.selection().matches(object)) {
                form.write(sink, "ADDED", object.stored(), null);
                told = true;
            }
        }
        if (plan.endOfInitial()) {
            sink.write(form.bookmark(plan.after(), true));
            told = true;
        }
        if (told) {
            sink.flush();
        }
    }

    private void tellChanges(ByteSink sink, EventForms.Form form, DoorReply reply, Watcher watcher)
            throws IOException, InterruptedException, WatcherEnded {
        long end = System.nanoTime() + plan.timeout().toNanos();
        long bookmarkAt = System.nanoTime() + plan.bookmarkEvery().toNanos();
        long lastTold = plan.after();
        while (!reply.cancelled()) {
            long now = System.nanoTime();
            long wait = Math.min(end - now, LOOK_AGAIN.toNanos());
            if (wait <= 0) {
                bookmarkAtEnd(sink, form, watcher, lastTold);
                return;
            }
            if (plan.bookmarks()) {
                wait = Math.max(0, Math.min(wait, bookmarkAt - now));
            }
            List<CachedChange> changes = watcher.poll(Duration.ofNanos(wait));
            boolean told = false;
            for (CachedChange change : changes) {
                told |= tell(sink, form, change);
            }
            if (plan.bookmarks() && System.nanoTime() >= bookmarkAt) {
                lastTold = watcher.seen();
                sink.write(form.bookmark(Math.max(lastTold, plan.after()), false));
                bookmarkAt = System.nanoTime() + plan.bookmarkEvery().toNanos();
                told = true;
            }
            if (told) {
                sink.flush();
            }
        }
    }

    /**
     * A watch that is about to end tells how far it came, so that the next one has little to do.
     */
    private void bookmarkAtEnd(ByteSink sink, EventForms.Form form, Watcher watcher, long lastTold)
            throws IOException {
        if (plan.bookmarks() && watcher.seen() > lastTold) {
            sink.write(form.bookmark(watcher.seen(), false));
            sink.flush();
        }
    }

    private boolean tell(ByteSink sink, EventForms.Form form, CachedChange change)
            throws IOException {
        CachedObject before = change.before();
        boolean was = before != null && plan.selection().matches(before);
        boolean is =
                change.kind() != ChangeRecord.Kind.DELETED
                        && plan.selection().matches(change.now());
        if (is) {
            form.write(
                    sink, was ? "MODIFIED" : "ADDED", change.now().stored(), change.traceParent());
        } else if (was || deletedMatching(change)) {
            CachedObject last =
                    change.kind() == ChangeRecord.Kind.DELETED || before == null
                            ? change.now()
                            : before;
            form.write(
                    sink,
                    "DELETED",
                    EventForms.at(last.stored(), change.revision()),
                    change.traceParent());
        }
        return is || was;
    }

    /** A deletion whose state before is not known is judged by its last state. */
    private boolean deletedMatching(CachedChange change) {
        return change.kind() == ChangeRecord.Kind.DELETED
                && change.before() == null
                && plan.selection().matches(change.now());
    }
}
