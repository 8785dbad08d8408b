package dev.gantry.ingress.proxy;

import dev.gantry.ingress.route.Backend;
import dev.gantry.ingress.route.RouteTable;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table in force and the connections behind it; replaced as a whole, read without a lock. */
public final class Routing {

    private final int connectionsPerThread;
    private volatile State state = new State(RouteTable.EMPTY, Map.of());

    private record State(RouteTable table, Map<Backend, Upstream> upstreams) {}

    public Routing(int connectionsPerThread) {
        this.connectionsPerThread = connectionsPerThread;
    }

    /**
     * Puts a new table into force. Connections of backends that stay are kept. Called by one
     * thread.
     */
    public void replace(RouteTable table, Map<Backend, Set<InetSocketAddress>> endpoints) {
        Map<Backend, Upstream> upstreams = new HashMap<>();
        endpoints.forEach(
                (backend, addresses) -> {
                    Upstream upstream = state.upstreams().get(backend);
                    if (upstream == null) {
                        upstream = new Upstream(connectionsPerThread);
                    }
                    upstream.serveFrom(addresses);
                    upstreams.put(backend, upstream);
                });
        Map<Backend, Upstream> before = state.upstreams();
        state = new State(table, upstreams);
        before.forEach(
                (backend, upstream) -> {
                    if (!upstreams.containsKey(backend)) {
                        upstream.serveFrom(Set.of());
                    }
                });
    }

    /** Where a request goes. */
    sealed interface Target {
        record To(Upstream upstream) implements Target {}

        record NoEndpoints(Backend backend) implements Target {}

        record NoRoute() implements Target {}
    }

    Target target(String host, String path) {
        State now = state;
        @Nullable Backend backend = now.table().route(host, path).orElse(null);
        if (backend == null) {
            return new Target.NoRoute();
        }
        Upstream upstream = now.upstreams().get(backend);
        return upstream == null || upstream.isEmpty()
                ? new Target.NoEndpoints(backend)
                : new Target.To(upstream);
    }
}
