package dev.gantry.node.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HTTPGetActionBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HttpProbeTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static HttpServer server;

    @BeforeAll
    static void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    String path = exchange.getRequestURI().getPath();
                    int status = path.equals("/agent") ? agent(exchange) : number(path);
                    if (path.equals("/moved")) {
                        exchange.getResponseHeaders().add("Location", "/500");
                    }
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                });
        server.start();
    }

    private static int agent(com.sun.net.httpserver.HttpExchange exchange) {
        return exchange.getRequestHeaders().getFirst("User-Agent").startsWith("kube-probe/")
                ? 200
                : 400;
    }

    private static int number(String path) {
        return path.equals("/moved") ? 302 : Integer.parseInt(path.substring(1));
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    private static Outcome get(String path, int port) {
        HTTPGetAction action = new HTTPGetActionBuilder().withPath(path).build();
        return HttpProbe.get(action, "127.0.0.1", port, SECOND);
    }

    private static Outcome get(String path) {
        return get(path, server.getAddress().getPort());
    }

    @Test
    void from200To399IsSuccess() {
        assertThat(get("/200")).isInstanceOf(Outcome.Success.class);
        assertThat(get("/399")).isInstanceOf(Outcome.Success.class);
        assertThat(get("/404"))
                .isEqualTo(new Outcome.Failure("HTTP probe failed with statuscode: 404"));
        assertThat(get("/agent")).isInstanceOf(Outcome.Success.class);
    }

    @Test
    void aRedirectToTheSameHostIsFollowed() {
        assertThat(get("/moved"))
                .isEqualTo(new Outcome.Failure("HTTP probe failed with statuscode: 500"));
    }

    @Test
    void nobodyThereAndSilenceAreFailuresInKubeletsWords() throws IOException {
        int closed;
        try (ServerSocket taken = new ServerSocket(0)) {
            closed = taken.getLocalPort();
        }
        assertThat(get("/x", closed))
                .isEqualTo(
                        new Outcome.Failure(
                                "Get \"http://127.0.0.1:%d/x\": dial tcp 127.0.0.1:%d: connect: connection refused"
                                        .formatted(closed, closed)));
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(get("/x", silent.getLocalPort()).toString())
                    .contains("context deadline exceeded");
        }
    }
}
