package dev.gantry.ingress.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.gantry.ingress.IngressSettings;
import dev.gantry.ingress.route.Backend;
import dev.gantry.ingress.route.RouteTable;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProxyServerIT {

    private static final Backend WEB = new Backend("default", "web", "80");

    private final Routing routing = new Routing(16);
    private final List<HttpServer> backends = new ArrayList<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private ProxyServer proxy;

    @BeforeEach
    void listen() {
        IngressSettings settings =
                new IngressSettings("127.0.0.1", 0, "127.0.0.1", Duration.ofSeconds(5), 16);
        proxy = ProxyServer.start(settings, routing, new SimpleMeterRegistry());
    }

    @AfterEach
    void stop() {
        proxy.close();
        backends.forEach(b -> b.stop(0));
        client.close();
    }

    @Test
    void tellsTheBackendWhoAskedAndForWhat() throws Exception {
        routeTo(backend("one"));
        HttpResponse<String> reply = get("/path?query=1");
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.body())
                .contains("one GET /path?query=1")
                .contains("host=127.0.0.1:" + proxy.port())
                .contains("x-forwarded-for=127.0.0.1")
                .contains("x-forwarded-proto=http")
                .contains("x-forwarded-host=127.0.0.1")
                .contains("x-forwarded-port=" + proxy.port());
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        HttpResponse<String> noRoute = get("/");
        assertThat(noRoute.statusCode()).isEqualTo(404);
        assertThat(noRoute.body()).contains("no Ingress takes host 127.0.0.1 and path /");
        routeTo();
        HttpResponse<String> noEndpoint = get("/");
        assertThat(noEndpoint.statusCode()).isEqualTo(503);
        assertThat(noEndpoint.body())
                .contains("service default/web has no ready endpoint for port 80");
    }

    @Test
    void aRouteChangeDropsNoRequest() throws Exception {
        HttpServer first = backend("first");
        HttpServer second = backend("second");
        routeTo(first);
        AtomicBoolean stop = new AtomicBoolean();
        List<Future<List<Integer>>> asking = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                asking.add(threads.submit(() -> askUntil(stop)));
            }
            for (int change = 0; change < 40; change++) {
                routeTo(change % 2 == 0 ? second : first);
                Thread.yield();
                assertThat(get("/").statusCode()).isEqualTo(200);
            }
            stop.set(true);
            for (Future<List<Integer>> codes : asking) {
                assertThat(codes.get()).containsOnly(200);
            }
        }
    }

    @Test
    void anEndpointThatRefusesIsPassedOver() throws Exception {
        HttpServer alive = backend("alive");
        HttpServer dead = backend("dead");
        int port = dead.getAddress().getPort();
        dead.stop(0);
        replace(Set.of(alive.getAddress(), new InetSocketAddress("127.0.0.1", port)));
        for (int i = 0; i < 10; i++) {
            assertThat(get("/").body()).startsWith("alive");
        }
    }

    private List<Integer> askUntil(AtomicBoolean stop) throws IOException, InterruptedException {
        List<Integer> codes = new ArrayList<>();
        while (!stop.get()) {
            codes.add(get("/").statusCode());
        }
        return codes;
    }

    private void routeTo(HttpServer... servers) {
        replace(
                Set.of(
                        List.of(servers).stream()
                                .map(HttpServer::getAddress)
                                .toArray(InetSocketAddress[]::new)));
    }

    private void replace(Set<InetSocketAddress> endpoints) {
        RouteTable table =
                RouteTable.of(
                        List.of(
                                new IngressBuilder()
                                        .withNewMetadata()
                                        .withName("i")
                                        .withNamespace("default")
                                        .endMetadata()
                                        .withNewSpec()
                                        .withNewDefaultBackend()
                                        .withNewService()
                                        .withName("web")
                                        .withNewPort()
                                        .withNumber(80)
                                        .endPort()
                                        .endService()
                                        .endDefaultBackend()
                                        .endSpec()
                                        .build()));
        routing.replace(table, Map.of(WEB, endpoints));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + proxy.port() + path);
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpServer backend(String name) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 64);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/",
                exchange -> {
                    StringBuilder text =
                            new StringBuilder(name + " " + exchange.getRequestMethod() + " ")
                                    .append(exchange.getRequestURI());
                    exchange.getRequestHeaders()
                            .forEach(
                                    (h, v) ->
                                            text.append('\n')
                                                    .append(h.toLowerCase())
                                                    .append('=')
                                                    .append(v.get(0)));
                    byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        backends.add(server);
        return server;
    }
}
