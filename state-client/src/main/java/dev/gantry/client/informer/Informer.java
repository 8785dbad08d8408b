package dev.gantry.client.informer;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A read-only copy of one kind. Typed views are parsed on first access and shared: never change
 * one.
 *
 * @param <T> the fabric8 model class, or a projection
 */
public interface Informer<T> {

    /** The object, or null when the copy has none. O(1). */
    @Nullable T get(String namespace, String name);

    /** All objects in no particular order; a snapshot. */
    List<T> list();

    /** Objects of one namespace; a snapshot. */
    List<T> list(String namespace);

    /** Objects whose indexer gave {@code value}. O(result). */
    List<T> byIndex(String index, String value);

    /**
     * Registers a listener; it is first told of everything present as added, then of each change.
     */
    void listen(Listener<T> listener);

    /** Whether the first snapshot is complete. */
    boolean synced();

    /** The revision up to which every change of this kind has been seen. */
    long seen();

    /** Blocks until {@link #seen()} is at least {@code revision}; false when the time is over. */
    boolean awaitSeen(long revision, Duration timeout) throws InterruptedException;

    /**
     * Whether the feed has proven to be alive within {@code within}: a silence counts only while
     * this holds.
     */
    boolean fresh(Duration within);

    /** Told of changes in revision order, on one thread per informer; must not block. */
    interface Listener<T> {
        void added(T object);

        void changed(T before, T after);

        void removed(T last);
    }
}
