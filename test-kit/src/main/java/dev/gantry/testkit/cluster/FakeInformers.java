package dev.gantry.testkit.cluster;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.client.informer.Document;
import dev.gantry.client.informer.Informer;
import dev.gantry.client.informer.InformerFactory;
import dev.gantry.client.informer.LocalCopy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** Informers that follow the fake at once, on the writer's thread, unless they are held back. */
final class FakeInformers implements InformerFactory {

    private final FakeCluster cluster;
    private final List<Fed<?>> all = new CopyOnWriteArrayList<>();

    FakeInformers(FakeCluster cluster) {
        this.cluster = cluster;
    }

    private record Fed<T>(
            ResourceType type, Class<?> view, Predicate<ObjectNode> wanted, LocalCopy<T> copy) {

        void load(List<ObjectNode> objects, long revision) {
            copy.replace(objects.stream().filter(wanted).map(Fed::document).toList());
            copy.alive();
            copy.reached(revision);
        }

        void apply(FakeChange change) {
            if (change.key().groupResource().equals(type.groupResource())) {
                if (change.after() != null && wanted.test(change.after())) {
                    copy.put(document(change.after()));
                } else {
                    copy.remove(
                            new Document(
                                    change.key().namespace(),
                                    change.key().name(),
                                    Json.text(change.last(), "metadata", "uid"),
                                    change.revision(),
                                    Json.bytes(change.last())));
                }
            }
            copy.alive();
            copy.reached(change.revision());
        }

        private static Document document(ObjectNode object) {
            return Document.of(Json.bytes(object));
        }
    }

    void apply(FakeChange change) {
        all.forEach(fed -> fed.apply(change));
    }

    void alive() {
        all.forEach(fed -> fed.copy.alive());
    }

    @Override
    public <T> Informer<T> informer(String groupResource, Class<T> type) {
        return informer(groupResource, type, Map.of());
    }

    @Override
    public <T> Informer<T> informer(
            String groupResource, Class<T> type, Map<String, Indexer<T>> indexers) {
        return informer(Catalog.builtIn().require(groupResource), type, indexers);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> Informer<T> informer(
            ResourceType type, Class<T> view, Map<String, Indexer<T>> indexers) {
        for (Fed<?> fed : all) {
            if (fed.view == view && fed.type.groupResource().equals(type.groupResource())) {
                LocalCopy<T> shared = (LocalCopy<T>) fed.copy;
                shared.index(indexers);
                return shared;
            }
        }
        return add(
                type,
                view,
                o -> true,
                LocalCopy.typed(view, cluster::later, this::now, FakeInformers::fail),
                indexers);
    }

    @Override
    public <T> Informer<T> projected(
            ResourceType type, Function<byte[], T> projection, Map<String, Indexer<T>> indexers) {
        return add(
                type,
                Void.class,
                o -> true,
                LocalCopy.projected(projection, cluster::later, this::now, FakeInformers::fail),
                indexers);
    }

    @Override
    public <T> Informer<T> selected(
            String groupResource,
            Class<T> type,
            String namespace,
            String fieldSelector,
            String labelSelector,
            Map<String, Indexer<T>> indexers) {
        return add(
                Catalog.builtIn().require(groupResource),
                Void.class,
                Selection.of(namespace, fieldSelector, labelSelector),
                LocalCopy.typed(type, cluster::later, this::now, FakeInformers::fail),
                indexers);
    }

    private <T> Informer<T> add(
            ResourceType type,
            Class<?> view,
            Predicate<ObjectNode> wanted,
            LocalCopy<T> copy,
            Map<String, Indexer<T>> indexers) {
        copy.index(indexers);
        Fed<T> fed = new Fed<>(type, view, wanted, copy);
        cluster.join(type.groupResource(), fed::load, () -> all.add(fed));
        return copy;
    }

    /** A bug of the code under test comes out where the write was made. */
    private static void fail(RuntimeException bug) {
        throw bug;
    }

    private long now() {
        return cluster.clock().nanoTime();
    }

    @Override
    public void forget(Informer<?> informer) {
        all.removeIf(fed -> fed.copy == informer);
    }

    @Override
    public void start() {}

    @Override
    public boolean synced() {
        return new ArrayList<>(all).stream().allMatch(fed -> fed.copy.synced());
    }

    @Override
    public void close() {
        all.clear();
    }
}
