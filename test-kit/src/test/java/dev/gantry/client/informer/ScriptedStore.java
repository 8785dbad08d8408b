package dev.gantry.client.informer;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.client.StateClient.Watch;
import dev.gantry.client.StateClient.WatchEvent;
import dev.gantry.client.StateClient.WatchHandler;
import dev.gantry.events.ChangeLog;
import dev.gantry.events.ChangeRecord;
import dev.gantry.events.ChangeRecord.Changed;
import dev.gantry.events.ChangeRecord.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A store, its publisher, its log and its watches as one script plays them: everything happens on
 * the test's thread and only when the script says so.
 */
final class ScriptedStore implements ObjectSource, ChangeLog {

    static final String OWN = "configmaps";
    private static final int PARTITION = 0;

    record Stored(String uid, long revision, byte[] body) {}

    final TreeMap<String, Stored> objects = new TreeMap<>();
    long revision = 10;
    UUID epoch = new UUID(0, 1);
    int listsThatFail;
    boolean byReference;

    private long uids;
    private long life;
    private long lastInPartition;

    /** Every change of the partition in this life, and how many of them were published. */
    private final List<Changed> committed = new ArrayList<>();

    private int published;
    private final Deque<ChangeRecord> undelivered = new ArrayDeque<>();
    private ChangeLog.@Nullable Reader reader;
    private final List<ScriptedWatch> watches = new ArrayList<>();

    // ---- committing

    void write(String name) {
        Stored before = objects.get(name);
        String uid = before == null ? "uid-" + ++uids : before.uid;
        Stored now = stored(name, uid);
        objects.put(name, now);
        commit(before == null ? Kind.ADDED : Kind.MODIFIED, name, now);
    }

    void delete(String name) {
        Stored before = objects.remove(name);
        if (before != null) {
            commit(Kind.DELETED, name, stored(name, before.uid));
        }
    }

    void deleteAndRecreate(String name) {
        delete(name);
        write(name);
    }

    private Stored stored(String name, String uid) {
        long at = ++revision;
        return new Stored(
                uid,
                at,
                """
                {"metadata":{"name":"%s","namespace":"ns","uid":"%s","resourceVersion":"%d"}}"""
                        .formatted(name, uid, at)
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private void commit(Kind kind, String name, Stored object) {
        record(kind, new ObjectKey(OWN, "ns", name), object);
        watches.forEach(watch -> watch.commit(kind, object));
    }

    private void record(Kind kind, ObjectKey key, Stored object) {
        committed.add(
                new Changed(
                        epoch,
                        object.revision,
                        lastInPartition,
                        kind,
                        key,
                        object.uid,
                        byReference ? null : object.body,
                        null));
        lastInPartition = object.revision;
    }

    void changeAnotherKindInThePartition() {
        record(Kind.MODIFIED, new ObjectKey("others", "ns", "x"), stored("x", "uid-x"));
    }

    void changeElsewhere() {
        revision++;
    }

    /** The store goes back to what it was, under a new epoch and far higher revisions. */
    void restore(Map<String, Stored> backup) {
        objects.clear();
        objects.putAll(backup);
        revision += 1000;
        life = revision;
        epoch = new UUID(0, epoch.getLeastSignificantBits() + 1);
        committed.clear();
        published = 0;
        undelivered.add(new ChangeRecord.Reset(epoch));
        List.copyOf(watches).forEach(watch -> watch.end(ApiError.unavailable("restored")));
    }

    // ---- publishing and delivering

    void publish(int count) {
        for (int i = 0; i < count && published < committed.size(); i++) {
            undelivered.add(committed.get(published++));
        }
    }

    /** Another publisher starts again at a record already sent. */
    void failOver(int back) {
        published = Math.max(0, published - back);
    }

    void progress() {
        if (published == committed.size()) {
            undelivered.add(new ChangeRecord.Progress(epoch, revision, lastInPartition));
        }
    }

    void deliver(int count) {
        for (int i = 0; i < count && !undelivered.isEmpty() && reader != null; i++) {
            reader.read(PARTITION, undelivered.remove());
        }
    }

    /** What was not delivered is gone. */
    void recreateLog(boolean told) {
        undelivered.clear();
        undelivered.add(new ChangeRecord.Reset(epoch));
        if (told && reader != null) {
            reader.lost(PARTITION, "recreated");
        }
    }

    // ---- watches

    void deliverWatch(int count) {
        List.copyOf(watches).forEach(watch -> watch.deliver(count));
    }

    void bookmark() {
        watches.forEach(ScriptedWatch::bookmark);
    }

    void breakWatches(int code) {
        ApiError error = code == 410 ? ApiError.expired("too old") : ApiError.unavailable("broken");
        List.copyOf(watches).forEach(watch -> watch.end(error));
    }

    boolean quiet() {
        return undelivered.isEmpty()
                && published == committed.size()
                && watches.stream().allMatch(watch -> watch.events.isEmpty());
    }

    @Override
    public Snapshot list() {
        if (listsThatFail > 0) {
            listsThatFail--;
            throw ApiError.unavailable("the script says so").exception();
        }
        List<Document> all = new ArrayList<>();
        objects.forEach((name, o) -> all.add(new Document("ns", name, o.uid, o.revision, o.body)));
        return new Snapshot(all, revision);
    }

    @Override
    public @Nullable Document get(String namespace, String name) {
        Stored o = objects.get(name);
        return o == null ? null : new Document(namespace, name, o.uid, o.revision, o.body);
    }

    @Override
    public Watch watch(long from, WatchHandler handler) {
        ScriptedWatch watch = new ScriptedWatch(handler);
        watches.add(watch);
        if (from < life) {
            watch.end(ApiError.expired("another life"));
            return watch;
        }
        for (Changed change : committed) {
            if (change.revision() > from && change.key().groupResource().equals(OWN)) {
                watch.commit(
                        change.kind(), new Stored(change.uid(), change.revision(), body(change)));
            }
        }
        return watch;
    }

    private static byte[] body(Changed change) {
        byte[] body = change.body();
        if (body != null) {
            return body;
        }
        var tree = Json.object();
        tree.putObject("metadata")
                .put("name", change.key().name())
                .put("namespace", "ns")
                .put("uid", change.uid())
                .put("resourceVersion", Long.toString(change.revision()));
        return Json.bytes(tree);
    }

    private final class ScriptedWatch implements Watch {

        private final WatchHandler handler;
        private final Deque<WatchEvent> events = new ArrayDeque<>();

        ScriptedWatch(WatchHandler handler) {
            this.handler = handler;
        }

        void commit(Kind kind, Stored object) {
            events.add(new WatchEvent(kind.name(), object.body));
        }

        void bookmark() {
            events.add(
                    new WatchEvent(
                            "BOOKMARK",
                            "{\"metadata\":{\"resourceVersion\":\"%d\"}}"
                                    .formatted(revision)
                                    .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        }

        void deliver(int count) {
            for (int i = 0; i < count && !events.isEmpty(); i++) {
                handler.event(events.remove());
            }
        }

        void end(@Nullable ApiError error) {
            if (watches.remove(this)) {
                handler.ended(error);
            }
        }

        @Override
        public void close() {
            end(null);
        }
    }

    // ---- the log's side

    @Override
    public int partitionOf(String groupResource) {
        return PARTITION;
    }

    @Override
    public int partitions() {
        return 1;
    }

    @Override
    public void append(List<Addressed> records) {
        throw new UnsupportedOperationException("the script publishes");
    }

    @Override
    public Subscription subscribe(Set<Integer> partitions, Reader newReader) {
        reader = newReader;
        return () -> reader = null;
    }

    @Override
    public void close() {}
}
