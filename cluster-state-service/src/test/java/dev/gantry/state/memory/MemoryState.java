package dev.gantry.state.memory;

import dev.gantry.access.NodeView;
import dev.gantry.access.RoleAuthorizer;
import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.schema.Schemas;
import dev.gantry.client.DoorStateClient;
import dev.gantry.client.door.Caller;
import dev.gantry.client.door.StateDoor;
import dev.gantry.client.trace.Steps;
import dev.gantry.state.admission.AdmissionRegistry;
import dev.gantry.state.admission.AdmissionSettings;
import dev.gantry.state.bootstrap.Bootstrap;
import dev.gantry.state.bootstrap.BootstrapSettings;
import dev.gantry.state.customresource.CustomAdmission;
import dev.gantry.state.customresource.CustomResources;
import dev.gantry.state.customresource.definition.DefinitionKeeper;
import dev.gantry.state.customresource.definition.DefinitionWrites;
import dev.gantry.state.openapi.DefinedDocuments;
import dev.gantry.state.request.CachedClusterReads;
import dev.gantry.state.request.DocumentEndpoint;
import dev.gantry.state.request.DoorParts;
import dev.gantry.state.request.RequestSettings;
import dev.gantry.state.request.read.WatchSettings;
import dev.gantry.state.serviceaccount.TestTokens;
import dev.gantry.state.store.InMemoryObjectStore;
import dev.gantry.state.watchcache.MemoryWatchCache;
import dev.gantry.state.watchcache.WatchCache;
import dev.gantry.state.watchcache.WatchCacheSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.util.unit.DataSize;

/** A whole state service in memory: store, watch cache, admission and door, bootstrapped. */
public final class MemoryState implements AutoCloseable {

    private static final Caller SELF =
            new Caller("system:apiserver", "", List.of("system:masters"), Map.of());

    private final InMemoryObjectStore store;
    private final MemoryWatchCache cache;
    private final StateDoor door;
    private final CustomResources types;
    private final DefinitionKeeper keeper;

    private MemoryState(WatchCacheSettings settings) {
        this.store = new InMemoryObjectStore();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        this.cache = MemoryWatchCache.start(store, settings, Clock.systemUTC(), meters);
        this.types = new CustomResources(Catalog.builtIn(), cache);
        this.door =
                new DoorParts(
                                store,
                                cache,
                                new CustomAdmission(
                                        AdmissionRegistry.create(
                                                new CachedClusterReads(store, cache),
                                                AdmissionSettings.defaults()),
                                        types),
                                new RoleAuthorizer(NodeView.empty()),
                                Schemas.builtIn(),
                                types,
                                List.of(openApi(types)),
                                TestTokens.over(
                                        new CachedClusterReads(store, cache), Clock.systemUTC()),
                                new RequestSettings(
                                        DataSize.ofMegabytes(3),
                                        400,
                                        400,
                                        Duration.ofSeconds(60),
                                        Duration.ofSeconds(10)),
                                new WatchSettings(
                                        1000,
                                        Duration.ofMinutes(30),
                                        Duration.ofMinutes(1),
                                        Duration.ofSeconds(2)),
                                "127.0.0.1:6443",
                                Clock.systemUTC(),
                                meters,
                                Steps.NONE)
                        .assemble();
        DefinitionWrites writes =
                new DefinitionWrites(new DoorStateClient(door, SELF), types, cache, store);
        this.keeper = DefinitionKeeper.start(cache, writes, Clock.systemUTC());
    }

    private static DocumentEndpoint openApi(CustomResources types) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.registerBean(DefinedDocuments.class, types::documents);
        context.scan("dev.gantry.state.openapi");
        context.refresh();
        return context.getBean(DocumentEndpoint.class);
    }

    /** Ready and with the objects of a clean start. */
    public static MemoryState start() throws InterruptedException {
        return start(WatchCacheSettings.defaults());
    }

    /** As above with a watch cache that keeps more or less. */
    public static MemoryState start(WatchCacheSettings settings) throws InterruptedException {
        MemoryState cluster = new MemoryState(settings);
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!cluster.cache.ready()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the watch cache did not load");
            }
            Thread.onSpinWait();
        }
        new Bootstrap(
                        new DoorStateClient(cluster.door, SELF),
                        cluster.types,
                        new BootstrapSettings("10.244.0.1", 6443),
                        "10.96.0.0/16")
                .run(LocalDate.EPOCH);
        return cluster;
    }

    public StateDoor door() {
        return door;
    }

    public InMemoryObjectStore store() {
        return store;
    }

    public WatchCache cache() {
        return cache;
    }

    @Override
    public void close() {
        keeper.close();
        cache.close();
    }
}
