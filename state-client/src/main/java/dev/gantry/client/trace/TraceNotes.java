package dev.gantry.client.trace;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The trace of the last change of each key that waits to be handled. Bounded: where there is no
 * room, the trace ends here. Safe for concurrent use.
 *
 * @param <K> the key
 */
public final class TraceNotes<K> {

    /** About 2 MB when full. */
    private static final int CAPACITY = 10_000;

    private final Map<K, String> traces = new ConcurrentHashMap<>();

    /** Notes the change being told on this thread, if it has a trace. */
    public void note(K key) {
        String told = ChangeTrace.current();
        if (told != null && (traces.size() < CAPACITY || traces.containsKey(key))) {
            traces.put(key, told);
        }
    }

    /** Puts back what was taken, unless a newer change has come since. */
    public void putBack(K key, @Nullable String traceParent) {
        if (traceParent != null && traces.size() < CAPACITY) {
            traces.putIfAbsent(key, traceParent);
        }
    }

    /** What is known, which stays. */
    public @Nullable String peek(K key) {
        return traces.get(key);
    }

    /** The key is being handled; null when nothing is known. */
    public @Nullable String take(K key) {
        return traces.remove(key);
    }

    public void clear() {
        traces.clear();
    }
}
