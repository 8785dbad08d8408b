package dev.gantry.client.informer;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import io.fabric8.kubernetes.api.model.PartialObjectMetadata;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;

/** Gives one shared informer per kind and process; starts them together. */
public interface InformerFactory extends AutoCloseable {

    /** Extracts the index values of an object; an object may have several or none. */
    interface Indexer<T> extends Function<T, Collection<String>> {}

    /** The shared informer of a kind, by {@code pods} or {@code deployments.apps}. */
    <T> Informer<T> informer(String groupResource, Class<T> type);

    /** As above, with indexes. Of two indexers with one name the first stays. */
    <T> Informer<T> informer(String groupResource, Class<T> type, Map<String, Indexer<T>> indexers);

    /**
     * The shared informer of any type, custom resources included; one copy for each class asked
     * for. Of two indexers with one name the first stays.
     */
    <T> Informer<T> informer(ResourceType type, Class<T> view, Map<String, Indexer<T>> indexers);

    /**
     * A copy of its own that holds only what {@code projection} makes of a document's bytes, and
     * not the bytes. It shares the kind's feed.
     */
    <T> Informer<T> projected(
            ResourceType type, Function<byte[], T> projection, Map<String, Indexer<T>> indexers);

    /** Names, labels, owners and finalizers of a type without the rest. */
    default Informer<PartialObjectMetadata> metadata(
            ResourceType type, Map<String, Indexer<PartialObjectMetadata>> indexers) {
        return projected(type, body -> Json.view(body, PartialObjectMetadata.class), indexers);
    }

    /**
     * An informer of a part of a kind, fed by a watch of its own: what a node may see.
     *
     * @param namespace empty for all
     * @param fieldSelector for example {@code spec.nodeName=node-1}, empty for all
     * @param labelSelector empty for all
     */
    <T> Informer<T> selected(
            String groupResource,
            Class<T> type,
            String namespace,
            String fieldSelector,
            String labelSelector,
            Map<String, Indexer<T>> indexers);

    /**
     * Ends an informer that is no longer of use, such as one Secret's; unknown ones are ignored.
     */
    void forget(Informer<?> informer);

    /** Starts feeding all informers; later informers start at once. */
    void start();

    /** Whether every informer asked for so far has its first snapshot. */
    boolean synced();

    @Override
    void close();
}
