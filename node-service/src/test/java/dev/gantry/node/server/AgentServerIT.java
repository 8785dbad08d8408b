package dev.gantry.node.server;

import static dev.gantry.testkit.time.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.api.json.Json;
import dev.gantry.client.door.Caller;
import dev.gantry.node.pod.PodView;
import dev.gantry.node.runtime.ContainerSpec;
import dev.gantry.node.runtime.PodRef;
import dev.gantry.node.runtime.RuntimePod;
import dev.gantry.node.runtime.SandboxSpec;
import dev.gantry.node.runtime.SandboxState;
import dev.gantry.node.runtime.docker.TestEngine;
import dev.gantry.runtime.door.ClientPresence;
import dev.gantry.runtime.pki.ClusterPki;
import dev.gantry.runtime.pki.Subject;
import dev.gantry.runtime.tls.TlsIdentity;
import dev.gantry.testkit.host.Facility;
import dev.gantry.testkit.host.Needs;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The streams of one real pod over real TLS, as the gateway and clients speak them. */
@Needs({Facility.ENGINE, Facility.BUSYBOX})
class AgentServerIT {

    private static TestEngine engine;
    private static final ClientPresence presence = new ClientPresence("it", Duration.ofMillis(100));
    private static AgentServer server;
    private static PodView pod;
    private static SSLContext gateway;
    private static SSLContext stranger;
    private static String authority;

    @TempDir static Path pki;

    @BeforeAll
    static void start() throws IOException {
        engine = TestEngine.start();
        pod = startPod();
        ClusterPki certificates = ClusterPki.open(pki, Clock.systemUTC());
        gateway = identity(certificates, "gateway", Caller.service("api-gateway")).context();
        stranger = identity(certificates, "scheduler", Caller.service("scheduler")).context();
        server =
                new AgentServer(
                        "127.0.0.1",
                        (namespace, name) ->
                                name.equals("web") ? Optional.of(pod) : Optional.empty(),
                        engine.runtime(),
                        (node, path) ->
                                path.equals("/metrics")
                                        ? Optional.of(
                                                new Reports.Report(
                                                        "text/plain",
                                                        node.getBytes(StandardCharsets.UTF_8)))
                                        : Optional.empty(),
                        (request, gone) -> presence.watch(request, gone)::close);
        server.start();
        int port = server.listen("node-1", identity(certificates, "node-1", Caller.node("node-1")));
        authority = "127.0.0.1:" + port;
    }

    private static TlsIdentity identity(ClusterPki certificates, String name, Caller caller) {
        return TlsIdentity.of(
                certificates.issue(name, Subject.of(caller, List.of("localhost", "127.0.0.1"))));
    }

    private static PodView startPod() {
        PodRef ref = new PodRef("node-1", "default", "web", "uid-1");
        SandboxState sandbox =
                engine.runtime()
                        .startSandbox(
                                new SandboxSpec(
                                        ref,
                                        0,
                                        "web",
                                        engine.address(9),
                                        false,
                                        false,
                                        false,
                                        Map.of()));
        ContainerSpec spec =
                new ContainerSpec(
                        ref,
                        "main",
                        0,
                        sandbox.id(),
                        0,
                        engine.image(),
                        "busybox",
                        List.of(
                                "/busybox",
                                "sh",
                                "-c",
                                "echo one; echo two; /busybox mkdir -p /www; echo served >"
                                        + " /www/index.html; exec /busybox httpd -f -h /www -p"
                                        + " 8080"),
                        List.of(),
                        List.of(),
                        "",
                        List.of(),
                        new ContainerSpec.Limits(2, 0, 0, 0, 1000),
                        new ContainerSpec.Security(
                                "", List.of(), false, false, false, false, false, false, List.of(),
                                List.of(), List.of()),
                        false,
                        false,
                        false,
                        "");
        engine.runtime().start(engine.runtime().create(spec).id());
        RuntimePod found = engine.runtime().pods("node-1").get(0);
        return new PodView(
                new PodBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName("web")
                        .withUid("uid-1")
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("main")
                        .endContainer()
                        .endSpec()
                        .build(),
                found);
    }

    @AfterAll
    static void leaveNothingBehind() throws IOException {
        server.close();
        presence.close();
        engine.close();
    }

    private static HttpResponse<String> get(SSLContext as, String path) throws Exception {
        try (HttpClient client = HttpClient.newBuilder().sslContext(as).build()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("https://" + authority + path)).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void logsAreTextWithTailAndLimit() throws Exception {
        eventually(
                () ->
                        assertThat(get(gateway, "/containerLogs/default/web/main").body())
                                .isEqualTo("one\ntwo\n"));
        assertThat(get(gateway, "/containerLogs/default/web/main?tailLines=1").body())
                .isEqualTo("two\n");
        assertThat(get(gateway, "/containerLogs/default/web/main?limitBytes=2").body())
                .isEqualTo("on");
        assertThat(get(gateway, "/containerLogs/default/web/main?timestamps=true").body())
                .matches("(?s)\\d{4}-\\d\\d-\\d\\dT.*Z one\n.*");
    }

    @Test
    void whatANodeTellsOfItselfGoesByThePortsNode() throws Exception {
        assertThat(get(gateway, "/metrics").body()).isEqualTo("node-1");
        assertThat(get(gateway, "/metrics/none").statusCode()).isEqualTo(404);
        assertThat(get(stranger, "/metrics").statusCode()).isEqualTo(403);
    }

    @Test
    void aReaderThatLeavesEndsTheLogItFollows() throws Exception {
        try (SSLSocket socket = connect()) {
            String request =
                    "GET /containerLogs/default/web/main?follow=true HTTP/1.1\r\nHost: x\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
            eventually(() -> assertThat(presence.watched()).isEqualTo(1));
        }
        eventually(() -> assertThat(presence.watched()).isZero());
    }

    @Test
    void refusalsAreStatuses() throws Exception {
        HttpResponse<String> previous =
                get(gateway, "/containerLogs/default/web/main?previous=true");
        assertThat(previous.statusCode()).isEqualTo(400);
        assertThat(Json.text(Json.MAPPER.readTree(previous.body()), "message"))
                .isEqualTo("previous terminated container \"main\" in pod \"web\" not found");
        assertThat(get(gateway, "/containerLogs/default/none/main").statusCode()).isEqualTo(404);
        assertThat(get(gateway, "/exec/default/web/main?command=ls&stdout=true").statusCode())
                .isEqualTo(400);
        assertThat(get(gateway, "/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void onlyTheGatewayMayCall() throws Exception {
        assertThat(get(stranger, "/containerLogs/default/web/main").statusCode()).isEqualTo(403);
        SSLContext nobody = SSLContext.getInstance("TLS");
        nobody.init(null, null, null);
        assertThatThrownBy(() -> get(nobody, "/containerLogs/default/web/main"))
                .isInstanceOf(IOException.class);
    }

    /** What came on each channel, and the end. */
    private static final class Heard implements WebSocket.Listener {
        final Map<Integer, ByteArrayOutputStream> channels = new ConcurrentHashMap<>();
        final CompletableFuture<Integer> closed = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            int channel = data.get() & 0xff;
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            channels.computeIfAbsent(channel, c -> new ByteArrayOutputStream()).writeBytes(bytes);
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return null;
        }

        String channel(int channel) {
            return channels.getOrDefault(channel, new ByteArrayOutputStream())
                    .toString(StandardCharsets.UTF_8);
        }
    }

    private static WebSocket socket(
            HttpClient client, String protocol, String path, WebSocket.Listener heard) {
        return client.newWebSocketBuilder()
                .subprotocols(protocol)
                .buildAsync(URI.create("wss://" + authority + path), heard)
                .join();
    }

    private static ByteBuffer message(int channel, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(bytes.length + 1).put((byte) channel).put(bytes).flip();
    }

    private static String exec(String script) {
        return "/exec/default/web/main?command=/busybox&command=sh&command=-c&command="
                + script.replace(" ", "%20")
                        .replace(";", "%3B")
                        .replace(">", "%3E")
                        .replace("&", "%26");
    }

    @Test
    void execOverWebSocketEndsItsInputAndTellsTheExitCode() throws Exception {
        try (HttpClient client = HttpClient.newBuilder().sslContext(gateway).build()) {
            Heard heard = new Heard();
            WebSocket socket =
                    socket(
                            client,
                            "v5.channel.k8s.io",
                            exec("/busybox cat; echo err >&2; exit 3")
                                    + "&stdin=true&stdout=true&stderr=true",
                            heard);
            assertThat(socket.getSubprotocol()).isEqualTo("v5.channel.k8s.io");
            socket.sendBinary(message(0, "hello"), true).join();
            socket.sendBinary(ByteBuffer.wrap(new byte[] {(byte) 255, 0}), true).join();
            assertThat(heard.closed.join()).isEqualTo(1000);
            assertThat(heard.channel(1)).isEqualTo("hello");
            assertThat(heard.channel(2)).isEqualTo("err\n");
            assertThat(heard.channel(3))
                    .contains("\"reason\":\"NonZeroExitCode\"")
                    .contains("{\"reason\":\"ExitCode\",\"message\":\"3\"}");
        }
    }

    @Test
    void aTerminalHasTheSizeThatItWasGiven() throws Exception {
        try (HttpClient client = HttpClient.newBuilder().sslContext(gateway).build()) {
            Heard heard = new Heard();
            WebSocket socket =
                    socket(
                            client,
                            "v4.channel.k8s.io",
                            exec("read x; /busybox stty size") + "&stdin=1&stdout=1&tty=1",
                            heard);
            socket.sendBinary(message(4, "{\"Width\":100,\"Height\":40}"), true).join();
            socket.sendBinary(message(0, "\n"), true).join();
            heard.closed.join();
            assertThat(heard.channel(1)).contains("40 100");
            assertThat(heard.channel(3)).contains("\"status\":\"Success\"");
        }
    }

    private static SSLSocket connect() throws IOException {
        String[] hostAndPort = authority.split(":");
        SSLSocket socket =
                (SSLSocket)
                        gateway.getSocketFactory()
                                .createSocket(hostAndPort[0], Integer.parseInt(hostAndPort[1]));
        socket.setSoTimeout(20_000);
        return socket;
    }

    @Test
    void portsAreForwardedInsideATunnel() throws Exception {
        try (RawWebSocket socket =
                new RawWebSocket(
                        connect(), "/portForward/default/web", "SPDY/3.1+portforward.k8s.io")) {
            assertThat(socket.head())
                    .startsWith("HTTP/1.1 101")
                    .contains("SPDY/3.1+portforward.k8s.io");
            SpdyClient spdy = new SpdyClient(socket::send);
            int error = spdy.open(pair("error", "8080", "0"));
            int data = spdy.open(pair("data", "8080", "0"));
            int missing = spdy.open(pair("error", "9", "1"));
            spdy.open(pair("data", "9", "1"));
            spdy.send(data, "GET / HTTP/1.0\r\n\r\n", false);
            while (!spdy.ended(error) || !spdy.ended(missing)) {
                byte[] bytes = socket.receive();
                spdy.receive(bytes, bytes.length);
            }
            assertThat(spdy.received(data)).contains("200 OK").endsWith("served\n");
            assertThat(spdy.ended(data)).isTrue();
            assertThat(spdy.received(error)).isEmpty();
            assertThat(spdy.received(missing)).startsWith("error forwarding port 9 to pod");
        }
    }

    @Test
    void portsAreForwardedOverChannels() throws Exception {
        try (RawWebSocket socket =
                new RawWebSocket(
                        connect(), "/portForward/default/web?ports=8080", "v4.channel.k8s.io")) {
            assertThat(socket.receive()).containsExactly(0, 0x90, 0x1f);
            assertThat(socket.receive()).containsExactly(1, 0x90, 0x1f);
            byte[] request = "\0GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            socket.send(request);
            StringBuilder heard = new StringBuilder();
            for (byte[] bytes = socket.receive(); bytes.length > 0; bytes = socket.receive()) {
                heard.append(new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_8));
            }
            assertThat(heard.toString()).contains("200 OK").endsWith("served\n");
        }
    }

    private static Map<String, String> pair(String type, String port, String request) {
        return Map.of("streamtype", type, "port", port, "requestid", request);
    }

    @Test
    void execOverSpdyIsTheSame() throws Exception {
        try (SSLSocket socket = connect()) {
            String head =
                    "POST "
                            + exec("/busybox wc -c; exit 2")
                            + "&stdin=true&stdout=true HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\n"
                            + "Upgrade: SPDY/3.1\r\nX-Stream-Protocol-Version: v4.channel.k8s.io\r\n"
                            + "Content-Length: 0\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            StringBuilder reply = new StringBuilder();
            while (!reply.toString().endsWith("\r\n\r\n")) {
                reply.append((char) in.read());
            }
            assertThat(reply.toString())
                    .startsWith("HTTP/1.1 101")
                    .containsIgnoringCase("Upgrade: SPDY/3.1")
                    .containsIgnoringCase("X-Stream-Protocol-Version: v4.channel.k8s.io");
            SpdyClient spdy =
                    new SpdyClient(
                            bytes -> {
                                try {
                                    socket.getOutputStream().write(bytes);
                                } catch (IOException e) {
                                    throw new java.io.UncheckedIOException(e);
                                }
                            });
            int error = spdy.open(Map.of("streamtype", "error"));
            int stdin = spdy.open(Map.of("streamtype", "stdin"));
            int stdout = spdy.open(Map.of("streamtype", "stdout"));
            spdy.send(stdin, "12345", true);
            byte[] buffer = new byte[4096];
            while (!spdy.ended(error)) {
                spdy.receive(buffer, in.read(buffer));
            }
            assertThat(spdy.received(stdout).strip()).isEqualTo("5");
            assertThat(spdy.received(error)).contains("\"message\":\"2\"");
        }
    }
}
