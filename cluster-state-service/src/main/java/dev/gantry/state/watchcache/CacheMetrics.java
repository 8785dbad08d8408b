package dev.gantry.state.watchcache;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/** What the cache tells about itself; Kubernetes' names where it has the same. */
final class CacheMetrics {

    private final MeterRegistry meters;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    CacheMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void watch(MemoryWatchCache cache) {
        gauge("gantry.watch.cache.revision", cache, MemoryWatchCache::revision);
        gauge("gantry.watch.cache.watchers", cache, c -> sum(c, t -> t.watchers.size()));
        gauge("gantry.watch.cache.window.changes", cache, c -> sum(c, t -> t.window.size()));
        gauge("gantry.watch.cache.objects", cache, c -> sum(c, TypeCache::count));
        FunctionCounter.builder("apiserver.watch.cache.initializations", cache, c -> c.loads())
                .register(meters);
    }

    /** Objects by resource, as kube-apiserver tells them. */
    void typeSeen(MemoryWatchCache cache, String groupResource) {
        if (told.add(groupResource)) {
            Gauge.builder("apiserver.storage.objects", cache, c -> c.count(groupResource))
                    .tag("resource", groupResource)
                    .register(meters);
        }
    }

    void fellBehind(String groupResource) {
        meters.counter("apiserver.terminated.watchers", "resource", groupResource).increment();
    }

    private void gauge(
            String name, MemoryWatchCache cache, ToDoubleFunction<MemoryWatchCache> value) {
        Gauge.builder(name, cache, value).register(meters);
    }

    private static double sum(MemoryWatchCache cache, ToDoubleFunction<TypeCache> part) {
        Contents contents = cache.contents();
        return contents == null ? 0 : contents.types().values().stream().mapToDouble(part).sum();
    }
}
