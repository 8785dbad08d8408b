package dev.gantry.client.informer;

import dev.gantry.client.informer.Document.Name;
import dev.gantry.client.informer.InformerFactory.Indexer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The copy itself: objects by name, indexes, listeners and the mark up to which it is complete.
 *
 * <p>One writer (the kind's feed) and any number of readers. A writer's call first changes the
 * copy, then tells the listeners, then moves the mark: who has waited for a revision finds its
 * effects in the copy and knows that listeners were told.
 *
 * <p>Per object it never goes backwards: a document older than the one held is ignored.
 */
public final class LocalCopy<T> implements Informer<T> {

    private final View<T> view;
    private final Executor teller;
    private final Consumer<RuntimeException> bugs;

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<Name, Item<T>> items = new HashMap<>();
    private final Map<String, Set<Name>> namespaces = new HashMap<>();
    private final Map<String, Index<T>> indexes = new LinkedHashMap<>();

    private final Audience<T> audience;

    private final Mark mark;

    /**
     * @param teller runs what concerns listeners, in order, on the writer's thread
     * @param nanoTime a monotonic clock
     * @param bugs is told of documents that the view cannot read, which are left out, and of
     *     indexers and listeners that fail
     */
    LocalCopy(
            View<T> view, Executor teller, LongSupplier nanoTime, Consumer<RuntimeException> bugs) {
        this.view = view;
        this.teller = teller;
        this.bugs = bugs;
        this.audience = new Audience<>(bugs);
        this.mark = new Mark(nanoTime);
    }

    /** A copy of typed views. */
    public static <T> LocalCopy<T> typed(
            Class<T> type,
            Executor teller,
            LongSupplier nanoTime,
            Consumer<RuntimeException> bugs) {
        return new LocalCopy<>(View.typed(type), teller, nanoTime, bugs);
    }

    /** A copy of projections. */
    public static <T> LocalCopy<T> projected(
            Function<byte[], T> projection,
            Executor teller,
            LongSupplier nanoTime,
            Consumer<RuntimeException> bugs) {
        return new LocalCopy<>(View.projected(projection), teller, nanoTime, bugs);
    }

    private record Item<T>(String uid, long revision, Supplier<T> value) {}

    /** Adds indexes, of what is present too; a name already taken stays as it is. */
    public void index(Map<String, Indexer<T>> indexers) {
        lock.writeLock().lock();
        try {
            indexers.forEach(
                    (name, indexer) ->
                            indexes.computeIfAbsent(
                                    name,
                                    n -> {
                                        Index<T> index = new Index<>(indexer);
                                        items.forEach((k, i) -> enter(index, k, i));
                                        return index;
                                    }));
        } finally {
            lock.writeLock().unlock();
        }
    }

    // ---- writer

    /** Takes the object as it is now; a changed uid is told as removed and added. */
    public void put(Document document) {
        Name name = document.key();
        Item<T> before = items.get(name);
        if (before != null && before.revision >= document.revision()) {
            return;
        }
        Item<T> after = hold(document);
        store(name, after);
        tell(before, after);
    }

    /** Removes the object unless a newer one of the name is held. */
    public void remove(Document last) {
        Item<T> before = items.get(last.key());
        if (before == null || before.revision > last.revision()) {
            return;
        }
        store(last.key(), null);
        if (last.body().length > 0 && before.uid.equals(last.uid())) {
            tell(hold(last), null);
        } else {
            tell(before, null);
        }
    }

    /** Becomes equal to a list, in one step for readers; then tells the difference. */
    public void replace(Collection<Document> all) {
        Map<Name, Item<T>> next = new HashMap<>(all.size() * 4 / 3 + 1);
        for (Document document : all) {
            Item<T> held = items.get(document.key());
            boolean same =
                    held != null
                            && held.uid.equals(document.uid())
                            && held.revision == document.revision();
            Item<T> item = same ? held : hold(document);
            if (item != null) {
                next.put(document.key(), item);
            }
        }
        Map<Name, Item<T>> before = new HashMap<>(items);
        swap(next);
        before.forEach(
                (name, item) -> {
                    if (!next.containsKey(name)) {
                        tell(item, null);
                    }
                });
        next.forEach(
                (name, item) -> {
                    if (before.get(name) != item) {
                        tell(before.get(name), item);
                    }
                });
    }

    /** Everything up to {@code revision} has been put; wakes who waits for it. */
    public void reached(long revision) {
        mark.reached(revision);
    }

    /** As {@link #reached}, and back too: the store has begun another life. */
    public void restarted(long revision) {
        mark.restarted(revision);
    }

    /** The feed has proven to be alive. */
    public void alive() {
        mark.alive();
    }

    /** Null when the view cannot read the document: the copy goes on without it. */
    private @Nullable Item<T> hold(Document document) {
        try {
            return new Item<>(document.uid(), document.revision(), view.hold(document.body()));
        } catch (RuntimeException e) {
            bugs.accept(e);
            return null;
        }
    }

    /** An object whose index values cannot be told is in none. */
    private void enter(Index<T> index, Name name, Item<T> item) {
        try {
            index.put(name, item.value.get());
        } catch (RuntimeException e) {
            index.remove(name);
            bugs.accept(e);
        }
    }

    private void store(Name name, @Nullable Item<T> item) {
        lock.writeLock().lock();
        try {
            if (item == null) {
                items.remove(name);
                unlist(name);
                indexes.values().forEach(index -> index.remove(name));
            } else {
                items.put(name, item);
                enlist(name);
                indexes.values().forEach(index -> enter(index, name, item));
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void swap(Map<Name, Item<T>> next) {
        lock.writeLock().lock();
        try {
            items.clear();
            items.putAll(next);
            namespaces.clear();
            next.keySet().forEach(this::enlist);
            for (Index<T> index : indexes.values()) {
                index.clear();
                next.forEach((name, item) -> enter(index, name, item));
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void enlist(Name name) {
        namespaces.computeIfAbsent(name.namespace(), n -> new LinkedHashSet<>()).add(name);
    }

    private void unlist(Name name) {
        Set<Name> names = namespaces.get(name.namespace());
        if (names != null && names.remove(name) && names.isEmpty()) {
            namespaces.remove(name.namespace());
        }
    }

    private void tell(@Nullable Item<T> before, @Nullable Item<T> after) {
        audience.tell(
                before == null ? null : before.value,
                after == null ? null : after.value,
                before != null && after != null && !before.uid.equals(after.uid));
    }

    // ---- readers

    @Override
    public @Nullable T get(String namespace, String name) {
        lock.readLock().lock();
        Item<T> item;
        try {
            item = items.get(new Name(namespace, name));
        } finally {
            lock.readLock().unlock();
        }
        return item == null ? null : item.value.get();
    }

    @Override
    public List<T> list() {
        return values(items::values);
    }

    @Override
    public List<T> list(String namespace) {
        return values(
                () ->
                        namespaces.getOrDefault(namespace, Set.of()).stream()
                                .map(items::get)
                                .toList());
    }

    @Override
    public List<T> byIndex(String index, String value) {
        return values(
                () -> {
                    Index<T> found = indexes.get(index);
                    if (found == null) {
                        throw new IllegalArgumentException("no index " + index);
                    }
                    return found.names(value).stream().map(items::get).toList();
                });
    }

    private List<T> values(Supplier<Collection<Item<T>>> choice) {
        List<Item<T>> chosen;
        lock.readLock().lock();
        try {
            chosen = new ArrayList<>(choice.get());
        } finally {
            lock.readLock().unlock();
        }
        List<T> result = new ArrayList<>(chosen.size());
        for (Item<T> item : chosen) {
            try {
                result.add(item.value.get());
            } catch (RuntimeException e) {
                bugs.accept(e);
            }
        }
        return result;
    }

    @Override
    public void listen(Listener<T> listener) {
        teller.execute(() -> audience.join(listener, list()));
    }

    @Override
    public boolean synced() {
        return mark.isSet();
    }

    @Override
    public long seen() {
        return mark.revision();
    }

    @Override
    public boolean awaitSeen(long revision, Duration timeout) throws InterruptedException {
        return mark.await(revision, timeout);
    }

    @Override
    public boolean fresh(Duration within) {
        return mark.fresh(within);
    }
}
