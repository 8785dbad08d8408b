package dev.gantry.benchmarks.micro;

import dev.gantry.access.NodeView;
import dev.gantry.access.RoleAuthorizer;
import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.json.Json;
import dev.gantry.api.schema.Schemas;
import dev.gantry.client.door.ByteSink;
import dev.gantry.client.door.Caller;
import dev.gantry.client.door.DoorReply;
import dev.gantry.client.door.DoorRequest;
import dev.gantry.client.door.StateDoor;
import dev.gantry.client.trace.Steps;
import dev.gantry.state.admission.AdmissionRegistry;
import dev.gantry.state.admission.AdmissionSettings;
import dev.gantry.state.request.CachedClusterReads;
import dev.gantry.state.request.DoorParts;
import dev.gantry.state.request.RequestSettings;
import dev.gantry.state.request.read.WatchSettings;
import dev.gantry.state.served.ServedTypes;
import dev.gantry.state.store.InMemoryObjectStore;
import dev.gantry.state.watchcache.MemoryWatchCache;
import dev.gantry.state.watchcache.WatchCacheSettings;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.springframework.util.unit.DataSize;

/** Requests through the state service's door, on a store in memory: the pipeline by itself. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DoorBenchmark {

    private static final Caller CALLER =
            new Caller("bench", "", List.of("system:masters", "system:authenticated"), Map.of());
    private static final String PODS = "/api/v1/namespaces/bench/pods";
    private static final int LISTED = 10_000;

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MemoryWatchCache cache =
            MemoryWatchCache.start(store, WatchCacheSettings.defaults(), Clock.systemUTC(), meters);
    private final StateDoor door = assemble();
    private final byte[] pod =
            Json.bytes(
                    new PodBuilder(Samples.large("web"))
                            .editMetadata()
                            .withUid(null)
                            .withCreationTimestamp(null)
                            .withResourceVersion(null)
                            .endMetadata()
                            .editSpec()
                            .withSchedulerName("nobody")
                            .endSpec()
                            .build());

    private StateDoor assemble() {
        ServedTypes types = ServedTypes.of(Catalog.builtIn());
        return new DoorParts(
                        store,
                        cache,
                        AdmissionRegistry.create(
                                new CachedClusterReads(store, cache), AdmissionSettings.defaults()),
                        new RoleAuthorizer(NodeView.empty()),
                        Schemas.builtIn(),
                        types,
                        List.of(),
                        null,
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
    }

    @Setup
    public void fill() throws InterruptedException {
        while (!cache.ready()) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        post(
                "/api/v1/namespaces",
                new NamespaceBuilder().withNewMetadata().withName("bench").endMetadata().build());
        post(
                "/api/v1/namespaces/bench/serviceaccounts",
                new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName("default")
                        .endMetadata()
                        .build());
        for (int i = 0; i < LISTED; i++) {
            call("POST", PODS, "", named("pod-" + i));
        }
    }

    private void post(String path, Object document) {
        call("POST", path, "", Json.bytes(document));
    }

    private byte[] named(String name) {
        return new String(pod, StandardCharsets.UTF_8)
                .replace("\"name\":\"web\"", "\"name\":\"" + name + "\"")
                .getBytes(StandardCharsets.UTF_8);
    }

    private long call(String method, String path, String query, byte[] body) {
        Counted reply = new Counted();
        door.call(
                new DoorRequest(
                        CALLER,
                        method,
                        path,
                        query,
                        Map.of("content-type", List.of("application/json")),
                        body),
                reply);
        if (reply.code / 100 != 2) {
            throw new IllegalStateException(method + " " + path + " gave " + reply.code);
        }
        return reply.bytes;
    }

    @Benchmark
    public long createDryRun() {
        return call("POST", PODS, "dryRun=All", pod);
    }

    @Benchmark
    public long get() {
        return call("GET", PODS + "/pod-77", "", new byte[0]);
    }

    @Benchmark
    public long list10000() {
        return call("GET", PODS, "", new byte[0]);
    }

    @TearDown
    public void close() {
        cache.close();
    }

    private static final class Counted implements DoorReply, ByteSink {
        private int code;
        private long bytes;

        @Override
        public ByteSink begin(int status, Map<String, List<String>> headers) {
            code = status;
            return this;
        }

        @Override
        public boolean cancelled() {
            return false;
        }

        @Override
        public void onCancel(Runnable action) {}

        @Override
        public void write(byte[] data, int offset, int length) {
            bytes += length;
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
