package dev.gantry.client.informer;

import java.util.Collection;
import java.util.Map;
import java.util.function.Function;

/** Gives one shared informer per kind and process; starts them together. */
public interface InformerFactory extends AutoCloseable {

    /** Extracts the index values of an object; an object may have several or none. */
    interface Indexer<T> extends Function<T, Collection<String>> {}

    /** The shared informer of a kind, by {@code pods} or {@code deployments.apps}. */
    <T> Informer<T> informer(String groupResource, Class<T> type);

    /** As above; indexers must be added before {@link #start()}. */
    <T> Informer<T> informer(String groupResource, Class<T> type, Map<String, Indexer<T>> indexers);

    /** Starts feeding all informers; later informers start at once. */
    void start();

    /** Whether every informer asked for so far has its first snapshot. */
    boolean synced();

    @Override
    void close();
}
