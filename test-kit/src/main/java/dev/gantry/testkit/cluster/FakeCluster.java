package dev.gantry.testkit.cluster;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.client.StateClient;
import dev.gantry.client.door.StateDoor;
import dev.gantry.client.informer.InformerFactory;
import dev.gantry.testkit.time.VirtualClock;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A cluster in memory for tests: a {@link StateClient}, informers that follow it, and typed ways to
 * set the scene and look at the result. Safe for concurrent use.
 *
 * <p>Informers see a write before the writing call returns (when one thread writes), unless {@link
 * #holdInformers()} keeps them back. Time stands still until {@link #clock()} is moved.
 */
public final class FakeCluster implements AutoCloseable {

    private static final int HISTORY = 20_000;

    private final VirtualClock clock;
    private final FakeStore store;
    private final FakeInformers informers = new FakeInformers(this);
    private final FakeStateClient client;

    private final ReentrantLock lock = new ReentrantLock();
    private final ReentrantLock telling = new ReentrantLock();
    private final Deque<Runnable> untold = new ArrayDeque<>();
    private final Deque<FakeChange> history = new ArrayDeque<>();
    private final List<Consumer<FakeChange>> watchers = new CopyOnWriteArrayList<>();
    private final Deque<ApiError> failures = new ArrayDeque<>();
    private final List<String> writes = new CopyOnWriteArrayList<>();
    private boolean held;

    public FakeCluster() {
        this(new VirtualClock());
    }

    public FakeCluster(VirtualClock clock) {
        this.clock = clock;
        this.store = new FakeStore(clock);
        this.client = new FakeStateClient(this, null);
    }

    public VirtualClock clock() {
        return clock;
    }

    public StateClient client() {
        return client;
    }

    public InformerFactory informers() {
        return informers;
    }

    /** The cluster behind a door: JSON, the plain verbs, no authorization. */
    public StateDoor door() {
        return new FakeStateDoor(client);
    }

    // ---- setting the scene and looking

    /** Stores the object as it stands, status included, whatever was there. */
    public <T extends HasMetadata> T put(T object) {
        ResourceType type = typeOf(object.getClass());
        ObjectNode stored = write("put", () -> store.put(type, Json.tree(object)));
        return view(stored, object);
    }

    @SuppressWarnings("unchecked")
    private static <T> T view(ObjectNode stored, T like) {
        return (T) Json.view(Json.bytes(stored), like.getClass());
    }

    public <T extends HasMetadata> @Nullable T get(Class<T> view, String namespace, String name) {
        ObjectNode found = client.get(typeOf(view), namespace, name);
        return found == null ? null : Json.view(Json.bytes(found), view);
    }

    /** Objects of a namespace, of all when empty, ordered by name. */
    public <T extends HasMetadata> List<T> list(Class<T> view, String namespace) {
        return read(s -> s.list(typeOf(view).groupResource(), namespace, o -> true)).stream()
                .map(o -> Json.view(Json.bytes(o), view))
                .toList();
    }

    /** Deletes as a client would, with the defaults. */
    public <T extends HasMetadata> void delete(Class<T> view, String namespace, String name) {
        client.delete(typeOf(view), namespace, name, null);
    }

    /** The revision of the last write. */
    public long revision() {
        return read(FakeStore::revision);
    }

    /** What was written through the client so far, as {@code POST /api/v1/...}. */
    public List<String> writes() {
        return List.copyOf(writes);
    }

    public void forgetWrites() {
        writes.clear();
    }

    /** The next single write, or the next group of a bulk write, fails so; may be called again. */
    public void failNextWrite(ApiError error) {
        lock.lock();
        try {
            failures.add(error);
        } finally {
            lock.unlock();
        }
    }

    /** Informers see nothing new until {@link #releaseInformers()}. */
    public void holdInformers() {
        lock.lock();
        held = true;
        lock.unlock();
    }

    public void releaseInformers() {
        lock.lock();
        held = false;
        lock.unlock();
        tell();
    }

    /** Proves to all informers that their feed is alive, as a progress record does. */
    public void heartbeat() {
        informers.alive();
    }

    static ResourceType typeOf(Class<?> view) {
        @SuppressWarnings("unchecked")
        Class<? extends HasMetadata> kind = (Class<? extends HasMetadata>) view;
        return Catalog.builtIn()
                .ofKind(HasMetadata.getApiVersion(kind), HasMetadata.getKind(kind))
                .orElseThrow(() -> new IllegalArgumentException("no kind " + view));
    }

    // ---- for the client and the informers

    <R> R read(Function<FakeStore, R> question) {
        lock.lock();
        try {
            return question.apply(store);
        } finally {
            lock.unlock();
        }
    }

    /** One commit. */
    <R> R write(String what, java.util.function.Supplier<R> change) {
        List<R> result = new ArrayList<>(1);
        lock.lock();
        try {
            if (!what.equals("put")) {
                writes.add(what);
                ApiError failure = failures.poll();
                if (failure != null) {
                    throw failure.exception();
                }
            }
            List<FakeChange> changes = store.atomically(() -> result.add(change.get()));
            changes.forEach(this::publish);
        } finally {
            lock.unlock();
        }
        tell();
        return result.get(0);
    }

    private void publish(FakeChange change) {
        history.add(change);
        if (history.size() > HISTORY) {
            history.remove();
        }
        watchers.forEach(watcher -> watcher.accept(change));
        untold.add(() -> informers.apply(change));
    }

    /** Changes after {@code revision}, then every later one, under the lock. */
    void follow(long revision, Consumer<FakeChange> watcher) {
        lock.lock();
        try {
            history.stream().filter(c -> c.revision() > revision).forEach(watcher);
            watchers.add(watcher);
        } finally {
            lock.unlock();
        }
    }

    void unfollow(Consumer<FakeChange> watcher) {
        watchers.remove(watcher);
    }

    /** An informer joins: it sees what informers have been told so far, then what comes. */
    void join(String groupResource, BiConsumer<List<ObjectNode>, Long> load, Runnable register) {
        lock.lock();
        try {
            List<ObjectNode> now = store.list(groupResource, "", o -> true);
            long revision = store.revision();
            untold.add(
                    () -> {
                        load.accept(now, revision);
                        register.run();
                    });
        } finally {
            lock.unlock();
        }
        tell();
    }

    /** Runs a task in order with what informers are told. */
    void later(Runnable task) {
        lock.lock();
        untold.add(task);
        lock.unlock();
        tell();
    }

    private void tell() {
        if (telling.isHeldByCurrentThread() || lock.isHeldByCurrentThread()) {
            return;
        }
        telling.lock();
        try {
            for (Runnable next = next(); next != null; next = next()) {
                next.run();
            }
        } finally {
            telling.unlock();
        }
    }

    private @Nullable Runnable next() {
        lock.lock();
        try {
            return held ? null : untold.poll();
        } finally {
            lock.unlock();
        }
    }

    FakeStore store() {
        return store;
    }

    static ObjectKey keyOf(ResourceType type, String namespace, String name) {
        return new ObjectKey(type.groupResource(), type.namespaced() ? namespace : "", name);
    }

    @Override
    public void close() {
        informers.close();
        client.close();
    }
}
