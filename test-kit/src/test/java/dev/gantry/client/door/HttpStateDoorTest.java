package dev.gantry.client.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.testkit.cluster.FakeCluster;
import dev.gantry.testkit.door.RecordedReply;
import dev.gantry.testkit.door.StateDoorContractTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpStateDoorTest extends StateDoorContractTest {

    private static final Caller GATEWAY = Caller.service("api-gateway");

    @TempDir static Path dir;

    private static FakeCluster cluster;
    private static TlsDoorServer server;
    private static HttpStateDoor door;

    @BeforeAll
    static void start() throws Exception {
        cluster = new FakeCluster();
        server = TlsDoorServer.start(dir, cluster.door());
        door = new HttpStateDoor(server.address(), server.clientTls(), GATEWAY);
    }

    @AfterAll
    static void stop() {
        door.close();
        server.close();
        cluster.close();
    }

    @Override
    protected StateDoor door() {
        return door;
    }

    private static DoorRequest get(Caller caller, Map<String, List<String>> headers) {
        return new DoorRequest(caller, "GET", "/api/v1/pods", "", headers, new byte[0]);
    }

    @Test
    void otherCallersAreNamedInHeadersAndClaimedOnesAreDropped() {
        Caller jane =
                new Caller(
                        "jane", "u1", List.of("dev", "ops"), Map.of("example.com/a", List.of("x")));
        door.call(
                get(
                        jane,
                        Map.of(
                                "x-remote-user", List.of("root"),
                                "authorization", List.of("Bearer secret"),
                                "accept", List.of("application/yaml"))),
                new RecordedReply());
        Map<String, List<String>> seen = server.lastHeaders();
        assertThat(seen)
                .containsEntry("x-remote-user", List.of("jane"))
                .containsEntry("x-remote-uid", List.of("u1"))
                .containsEntry("x-remote-group", List.of("dev", "ops"))
                .containsEntry("x-remote-extra-example.com%2fa", List.of("x"))
                .containsEntry("accept", List.of("application/yaml"))
                .doesNotContainKey("authorization");
        door.call(get(GATEWAY, Map.of()), new RecordedReply());
        assertThat(server.lastHeaders()).doesNotContainKey("x-remote-user");
    }

    @Test
    void serviceThatIsNotThereIsA503WithRetryAfter() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        try (HttpStateDoor nowhere =
                new HttpStateDoor(
                        URI.create("https://127.0.0.1:" + port), server.clientTls(), GATEWAY)) {
            for (String method : List.of("GET", "POST")) {
                RecordedReply reply = new RecordedReply();
                nowhere.call(request(method, "/api/v1/pods", "", new byte[0]), reply);
                assertThat(reply.status()).isEqualTo(503);
                assertThat(reply.headers()).containsKey("retry-after");
            }
        }
    }

    @Test
    void writeWhoseReplyIsLostIsA504WithoutRetryAfter() throws Exception {
        StateDoor silent =
                (request, reply) -> {
                    try {
                        Thread.sleep(Duration.ofSeconds(3));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                };
        try (TlsDoorServer slow = TlsDoorServer.start(dir, silent);
                HttpStateDoor hasty =
                        new HttpStateDoor(
                                slow.address(), slow.clientTls(), GATEWAY, Duration.ofSeconds(1))) {
            RecordedReply reply = new RecordedReply();
            hasty.call(request("POST", "/api/v1/pods", "", "{}".getBytes()), reply);
            assertThat(reply.status()).isEqualTo(504);
            assertThat(reply.headers()).doesNotContainKey("retry-after");
        }
    }

    @Test
    void replyThatIsCutOffIsNotTakenForComplete() throws Exception {
        StateDoor breaking =
                (request, reply) -> {
                    try {
                        ByteSink sink = reply.begin(200, Map.of());
                        sink.write("{\"items\":[".getBytes());
                        sink.flush();
                        throw new IllegalStateException("breaks down");
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                };
        try (TlsDoorServer broken = TlsDoorServer.start(dir, breaking);
                HttpStateDoor reading =
                        new HttpStateDoor(broken.address(), broken.clientTls(), GATEWAY)) {
            RecordedReply reply = new RecordedReply();
            reading.call(get(GATEWAY, Map.of()), reply);
            assertThat(reply.complete()).isFalse();
        }
    }
}
