package dev.gantry.ingress.proxy;

import io.undertow.client.UndertowClient;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.ConnectionPoolErrorHandler;
import io.undertow.server.handlers.proxy.ConnectionPoolManager;
import io.undertow.server.handlers.proxy.ProxyCallback;
import io.undertow.server.handlers.proxy.ProxyClient;
import io.undertow.server.handlers.proxy.ProxyConnection;
import io.undertow.server.handlers.proxy.ProxyConnectionPool;
import io.undertow.server.handlers.proxy.ProxyConnectionPool.AvailabilityType;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.xnio.OptionMap;

/**
 * The connections to one backend, kept alive and shared out in turn. An endpoint that is taken away
 * gets no new request; what runs on it ends undisturbed. An endpoint that refuses connections is
 * passed over for a second. Every attempt chooses anew from the endpoints of that moment.
 */
final class Upstream implements ProxyClient {

    private static final ProxyTarget ANY = new ProxyTarget() {};

    private final int connectionsPerThread;
    private final AtomicInteger turn = new AtomicInteger();
    private volatile Map<InetSocketAddress, ProxyConnectionPool> pools = Map.of();
    private volatile List<ProxyConnectionPool> inTurn = List.of();

    Upstream(int connectionsPerThread) {
        this.connectionsPerThread = connectionsPerThread;
    }

    /** Called by one thread. */
    void serveFrom(Set<InetSocketAddress> wanted) {
        Map<InetSocketAddress, ProxyConnectionPool> before = pools;
        Map<InetSocketAddress, ProxyConnectionPool> now = new LinkedHashMap<>();
        for (InetSocketAddress endpoint : wanted) {
            ProxyConnectionPool present = before.get(endpoint);
            now.put(endpoint, present == null ? pool(endpoint) : present);
        }
        pools = now;
        inTurn = List.copyOf(now.values());
        before.forEach(
                (endpoint, pool) -> {
                    if (!now.containsKey(endpoint)) {
                        pool.close();
                    }
                });
    }

    boolean isEmpty() {
        return inTurn.isEmpty();
    }

    private ProxyConnectionPool pool(InetSocketAddress endpoint) {
        URI uri = URI.create("http://" + endpoint.getHostString() + ":" + endpoint.getPort());
        return new ProxyConnectionPool(
                new Limits(connectionsPerThread),
                uri,
                UndertowClient.getInstance(),
                OptionMap.EMPTY);
    }

    @Override
    public ProxyTarget findTarget(HttpServerExchange exchange) {
        return ANY;
    }

    @Override
    public void getConnection(
            ProxyTarget target,
            HttpServerExchange exchange,
            ProxyCallback<ProxyConnection> callback,
            long timeout,
            TimeUnit unit) {
        ProxyConnectionPool pool = next();
        if (pool == null) {
            callback.couldNotResolveBackend(exchange);
        } else {
            pool.connect(target, exchange, callback, timeout, unit, false);
        }
    }

    /** The next one that is free, else one that is busy, else any. */
    private @Nullable ProxyConnectionPool next() {
        List<ProxyConnectionPool> candidates = inTurn;
        int start = turn.getAndIncrement();
        ProxyConnectionPool busy = null;
        for (int i = 0; i < candidates.size(); i++) {
            ProxyConnectionPool pool = candidates.get(Math.floorMod(start + i, candidates.size()));
            AvailabilityType available = pool.available();
            if (available == AvailabilityType.AVAILABLE) {
                return pool;
            }
            if (available == AvailabilityType.FULL && busy == null) {
                busy = pool;
            }
        }
        return busy != null || candidates.isEmpty()
                ? busy
                : candidates.get(Math.floorMod(start, candidates.size()));
    }

    /** Bounds of one pool, and its memory of a failed connection. */
    private static final class Limits
            extends ConnectionPoolErrorHandler.SimpleConnectionPoolErrorHandler
            implements ConnectionPoolManager {

        private final int connectionsPerThread;

        private Limits(int connectionsPerThread) {
            this.connectionsPerThread = connectionsPerThread;
        }

        @Override
        public int getProblemServerRetry() {
            return 1;
        }

        @Override
        public int getMaxConnections() {
            return connectionsPerThread;
        }

        @Override
        public int getMaxCachedConnections() {
            return connectionsPerThread;
        }

        @Override
        public int getSMaxConnections() {
            return 0;
        }

        @Override
        public long getTtl() {
            return TimeUnit.SECONDS.toMillis(30);
        }

        @Override
        public int getMaxQueueSize() {
            return 1024;
        }
    }
}
