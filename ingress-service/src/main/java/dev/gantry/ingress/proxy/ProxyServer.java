package dev.gantry.ingress.proxy;

import dev.gantry.ingress.IngressSettings;
import dev.gantry.ingress.route.Backend;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.GracefulShutdownHandler;
import io.undertow.server.handlers.ResponseCodeHandler;
import io.undertow.server.handlers.proxy.ProxyCallback;
import io.undertow.server.handlers.proxy.ProxyClient;
import io.undertow.server.handlers.proxy.ProxyConnection;
import io.undertow.server.handlers.proxy.ProxyHandler;
import io.undertow.util.AttachmentKey;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens for HTTP and hands each request to the backend that the routing names. */
public final class ProxyServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProxyServer.class);
    private static final AttachmentKey<Upstream> UPSTREAM = AttachmentKey.create(Upstream.class);
    private static final HttpString REQUEST_ID = new HttpString("X-Request-Id");
    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final int RETRIES = 3;

    private final Undertow server;
    private final GracefulShutdownHandler graceful;

    private ProxyServer(Undertow server, GracefulShutdownHandler graceful) {
        this.server = server;
        this.graceful = graceful;
    }

    /**
     * Starts listening.
     *
     * @throws RuntimeException when the port is taken
     */
    public static ProxyServer start(
            IngressSettings settings, Routing routing, MeterRegistry metrics) {
        ProxyHandler proxy =
                ProxyHandler.builder()
                        .setProxyClient(new ToUpstream())
                        .setMaxRequestTime((int) settings.requestTimeout().toMillis())
                        .setMaxConnectionRetries(RETRIES)
                        .setRewriteHostHeader(false)
                        .setReuseXForwarded(false)
                        .setNext(ResponseCodeHandler.HANDLE_404)
                        .build();
        HttpHandler routed = exchange -> route(exchange, routing, proxy);
        GracefulShutdownHandler graceful =
                new GracefulShutdownHandler(exchange -> measured(exchange, routed, metrics));
        Undertow server =
                Undertow.builder()
                        .addHttpListener(settings.httpPort(), settings.address())
                        .setIoThreads(Math.max(2, Runtime.getRuntime().availableProcessors()))
                        .setWorkerThreads(4)
                        .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
                        .setServerOption(UndertowOptions.MAX_HEADER_SIZE, 64 << 10)
                        .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, 75_000)
                        .setHandler(graceful)
                        .build();
        server.start();
        ProxyServer started = new ProxyServer(server, graceful);
        LOG.atInfo().addKeyValue("port", started.port()).log("the ingress listens");
        return started;
    }

    public int port() {
        return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
    }

    private static void measured(
            HttpServerExchange exchange, HttpHandler next, MeterRegistry metrics) throws Exception {
        Timer.Sample sample = Timer.start(metrics);
        exchange.addExchangeCompleteListener(
                (done, more) -> {
                    String code = done.getStatusCode() / 100 + "xx";
                    sample.stop(metrics.timer("gantry.ingress.requests", "code", code));
                    more.proceed();
                });
        next.handleRequest(exchange);
    }

    private static void route(HttpServerExchange exchange, Routing routing, ProxyHandler proxy)
            throws Exception {
        if (!exchange.getRequestHeaders().contains(REQUEST_ID)) {
            exchange.getRequestHeaders().put(REQUEST_ID, UUID.randomUUID().toString());
        }
        switch (routing.target(exchange.getHostName(), exchange.getRequestPath())) {
            case Routing.Target.To to -> {
                exchange.putAttachment(UPSTREAM, to.upstream());
                proxy.handleRequest(exchange);
            }
            case Routing.Target.NoEndpoints none -> unavailable(exchange, none.backend());
            case Routing.Target.NoRoute none ->
                    answer(
                            exchange,
                            404,
                            "no Ingress takes host %s and path %s\n"
                                    .formatted(exchange.getHostName(), exchange.getRequestPath()));
        }
    }

    private static void unavailable(HttpServerExchange exchange, Backend backend) {
        exchange.getResponseHeaders().put(Headers.RETRY_AFTER, "1");
        answer(
                exchange,
                503,
                "service %s/%s has no ready endpoint for port %s\n"
                        .formatted(backend.namespace(), backend.service(), backend.port()));
    }

    private static void answer(HttpServerExchange exchange, int code, String text) {
        exchange.setStatusCode(code);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain; charset=utf-8");
        exchange.getResponseSender().send(text);
    }

    /** Takes the connections of the backend that the route chose. */
    private static final class ToUpstream implements ProxyClient {

        private static final ProxyTarget CHOSEN = new ProxyTarget() {};

        @Override
        public ProxyTarget findTarget(HttpServerExchange exchange) {
            return CHOSEN;
        }

        @Override
        public void getConnection(
                ProxyTarget target,
                HttpServerExchange exchange,
                ProxyCallback<ProxyConnection> callback,
                long timeout,
                TimeUnit unit) {
            exchange.getAttachment(UPSTREAM)
                    .getConnection(target, exchange, callback, timeout, unit);
        }
    }

    /** Lets running requests end, at most ten seconds. */
    @Override
    public void close() {
        graceful.shutdown();
        try {
            graceful.awaitShutdown(DRAIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.stop();
    }
}
