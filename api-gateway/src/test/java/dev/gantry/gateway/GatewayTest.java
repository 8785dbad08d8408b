package dev.gantry.gateway;

import static dev.gantry.testkit.time.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.api.json.Json;
import dev.gantry.client.door.Caller;
import dev.gantry.client.door.StateDoor;
import dev.gantry.runtime.launch.RunningService;
import dev.gantry.runtime.launch.ServiceLauncher;
import dev.gantry.runtime.launch.ServiceName;
import dev.gantry.runtime.pki.ClusterPki;
import dev.gantry.runtime.pki.ServerNames;
import dev.gantry.runtime.pki.Subject;
import dev.gantry.runtime.tls.TlsIdentity;
import dev.gantry.testkit.cluster.FakeCluster;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gateway's listener with real TLS, before a fake state service and a fake node. */
class GatewayTest {

    private static final String POD = "/api/v1/namespaces/default/pods/web";

    @TempDir static Path data;
    private static FakeCluster fake;
    private static FakeNode node;
    private static RunningService gateway;
    private static ClusterPki pki;

    @BeforeAll
    static void start() throws IOException {
        fake = new FakeCluster();
        pki = ClusterPki.open(data.resolve("pki"), Clock.systemUTC());
        Subject agent = Subject.of(Caller.node("node-1"), ServerNames.local(List.of("node-1")));
        node = new FakeNode(TlsIdentity.of(pki.issue("node-1", agent)));
        objects();
        gateway =
                ServiceLauncher.of(ServiceName.API_GATEWAY, GatewayService.class)
                        .property("gantry.data-dir", data)
                        .property("gantry.gateway.listener.port", 0)
                        .bean(StateDoor.class, new ReviewingDoor(fake.door()))
                        .start();
    }

    @BeforeEach
    void forget() {
        node.heads.clear();
    }

    private static void objects() {
        fake.put(
                new NodeBuilder()
                        .withNewMetadata()
                        .withName("node-1")
                        .endMetadata()
                        .withNewStatus()
                        .addNewAddress("127.0.0.1", "InternalIP")
                        .withNewDaemonEndpoints()
                        .withNewKubeletEndpoint(node.port())
                        .endDaemonEndpoints()
                        .endStatus()
                        .build());
        fake.put(pod("web", "node-1", "app"));
        fake.put(pod("two", "node-1", "app", "waiting"));
        fake.put(pod("unbound", null, "app"));
        fake.put(pod("lost", "node-9", "app"));
    }

    private static Pod pod(String name, String nodeName, String... containers) {
        PodBuilder pod =
                new PodBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withNodeName(nodeName)
                        .endSpec();
        for (String container : containers) {
            pod.editSpec().addNewContainer().withName(container).endContainer().endSpec();
        }
        return pod.build();
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        node.close();
        fake.close();
    }

    private static TlsIdentity admin() {
        return TlsIdentity.of(pki.issue("admin", Subject.administrator()));
    }

    private static HttpClient client(TlsIdentity identity) {
        return HttpClient.newBuilder().sslContext(identity.context()).build();
    }

    private static URI uri(String path) {
        return URI.create("https://127.0.0.1:" + gateway.port() + path);
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return client(admin())
                .send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    private static String message(HttpResponse<String> response) {
        return Json.text(Json.parse(response.body().getBytes(StandardCharsets.UTF_8)), "message");
    }

    @Test
    void theApiIsReachedOverHttp2() throws Exception {
        HttpResponse<String> response = get("/api/v1/namespaces/default/pods");
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("audit-id")).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "/livez,                       200",
        "/readyz,                      200",
        "/version,                     404",
        "/api/v1/pods,                 401",
        "/,                            401",
        "/metrics,                     401",
        "/api/v1/nodes/node-1/proxy/x, 401",
    })
    void anonymousGetsHealthAndVersionOnly(String path, int code) throws Exception {
        // A fake door knows no /version: that it was asked is what counts.
        HttpResponse<String> response =
                HttpClient.newBuilder()
                        .sslContext(trustOnly())
                        .build()
                        .send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(code);
    }

    /** Knows the authority and has no certificate. */
    private static SSLContext trustOnly() throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(pki.authorityFile())) {
            store.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @Test
    void aWriteLeavesALineInTheAuditLog() throws Exception {
        byte[] map =
                Json.bytes(
                        new ConfigMapBuilder()
                                .withNewMetadata()
                                .withName("audited")
                                .endMetadata()
                                .build());
        HttpRequest create =
                HttpRequest.newBuilder(uri("/api/v1/namespaces/default/configmaps"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(map))
                        .build();
        assertThat(client(admin()).send(create, BodyHandlers.ofString()).statusCode())
                .isEqualTo(201);
        eventually(
                () ->
                        assertThat(Files.readString(data.resolve("log/audit.log")))
                                .contains("\"verb\":\"create\"")
                                .contains("\"username\":\"gantry-admin\"")
                                .contains("\"responseStatus\":{\"code\":201}"));
    }

    @Test
    void aLogIsStreamedAsItComes() throws Exception {
        node.logLines.add("one");
        HttpRequest request =
                HttpRequest.newBuilder(uri(POD + "/log?follow=true&tailLines=5")).build();
        HttpResponse<InputStream> response =
                client(admin()).send(request, BodyHandlers.ofInputStream());
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("one");
            node.logLines.add("two");
            assertThat(lines.readLine()).isEqualTo("two");
            node.logLines.add("END");
            assertThat(lines.readLine()).isNull();
        }
        assertThat(node.heads.take())
                .startsWith(
                        "GET /containerLogs/default/web/app?follow=true&tailLines=5 HTTP/1.1\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "missing/log | 404 | pods \"missing\" not found",
                "two/log | 400 | a container name must be specified for pod two, choose one of:"
                        + " [app waiting]",
                "web/log?container=x | 400 | container x is not valid for pod web",
                "web/log?tailLines=-1 | 422 | PodLogOptions \"web\" is invalid: tailLines: Invalid"
                        + " value: -1: must be greater than or equal to 0",
                "two/log?container=waiting | 400 | container \"waiting\" in pod \"web\" is waiting to"
                        + " start",
                "lost/log | 404 | nodes \"node-9\" not found",
                "unbound/exec | 400 | pod unbound does not have a host assigned",
                "web/exec?command=ls | 400 | Upgrade request required",
            })
    void refusalsReadAsInKubernetes(String path, int code, String message) throws Exception {
        HttpResponse<String> response = get("/api/v1/namespaces/default/pods/" + path);
        assertThat(message(response)).isEqualTo(message);
        assertThat(response.statusCode()).isEqualTo(code);
    }

    @Test
    void theLogOfAPodWithoutANodeIsEmpty() throws Exception {
        HttpResponse<String> response = get("/api/v1/namespaces/default/pods/unbound/log");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void onlyWhoMayReachesANode() throws Exception {
        TlsIdentity jane =
                TlsIdentity.of(pki.issue("jane", new Subject("jane", List.of(), List.of())));
        HttpResponse<String> response =
                client(jane)
                        .send(
                                HttpRequest.newBuilder(uri(POD + "/log")).build(),
                                BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(message(response))
                .isEqualTo(
                        "pods \"web\" is forbidden: User \"jane\" cannot get resource \"pods/log\" in"
                                + " API group \"\" in the namespace \"default\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "admin | web          | -              | 403 | pods \"web\" is forbidden: User \"web\""
                        + " cannot get resource \"pods/log\" in API group \"\" in the namespace"
                        + " \"default\"",
                "admin | web          | system:masters | 400 | container x is not valid for pod web",
                "admin | -            | system:masters | 400 | a uid, groups or extra fields are to be"
                        + " impersonated without a user: Impersonate-User is missing",
                "jane  | gantry-admin | system:masters | 403 | users \"gantry-admin\" is forbidden: User"
                        + " \"jane\" cannot impersonate resource \"users\" in API group \"\" at the"
                        + " cluster scope",
                "jane | system:serviceaccount:d:a | - | 403 | serviceaccounts \"a\" is forbidden: User"
                        + " \"jane\" cannot impersonate resource \"serviceaccounts\" in API group \"\""
                        + " in the namespace \"d\"",
            })
    void whoMayActsAsAnother(String who, String as, String group, int code, String message)
            throws Exception {
        Subject subject =
                who.equals("admin")
                        ? Subject.administrator()
                        : new Subject(who, List.of(), List.of());
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(POD + "/log?container=x"));
        if (as != null) {
            request.header("Impersonate-User", as);
        }
        if (group != null) {
            request.header("Impersonate-Group", group);
        }
        HttpResponse<String> response =
                client(TlsIdentity.of(pki.issue(who, subject)))
                        .send(request.build(), BodyHandlers.ofString());
        assertThat(message(response)).isEqualTo(message);
        assertThat(response.statusCode()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "Bearer of-web, 403",
        "bearer of-web, 403",
        "Bearer other, 401",
        "Bearer, 401",
        "Basic x, 401",
    })
    void aTokenSaysWhoItIs(String authorization, int code) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(uri(POD + "/log"))
                        .header("Authorization", authorization)
                        .build();
        HttpResponse<String> response =
                HttpClient.newBuilder()
                        .sslContext(trustOnly())
                        .build()
                        .send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(code);
        if (code == 403) {
            assertThat(message(response)).contains("User \"system:serviceaccount:d:web\" cannot");
        }
    }

    @Test
    void bulkWritesAreForNodes() throws Exception {
        byte[] nothing = "{\"groups\":[]}".getBytes(StandardCharsets.US_ASCII);
        HttpRequest write =
                HttpRequest.newBuilder(uri("/internal/writes"))
                        .POST(BodyPublishers.ofByteArray(nothing))
                        .build();
        assertThat(client(admin()).send(write, BodyHandlers.ofString()).statusCode())
                .isEqualTo(403);
        Subject agent = Subject.of(Caller.node("node-1"), ServerNames.local(List.of("node-1")));
        TlsIdentity identity = TlsIdentity.of(pki.issue("node-1", agent));
        assertThat(client(identity).send(write, BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aNodesOwnPagesAreReached() throws Exception {
        assertThat(get("/api/v1/nodes/node-1/proxy/stats/summary?x=1").body()).isEqualTo("{}");
        eventually(
                () -> assertThat(node.heads.poll()).startsWith("GET /stats/summary?x=1 HTTP/1.1"));
    }

    @Test
    void whatANodeUsesIsAskedOfIt() throws Exception {
        String path = "/apis/metrics.k8s.io/v1beta1/nodes";
        assertThat(get(path).body())
                .contains(
                        "NodeMetricsList", "\"usage\":{\"cpu\":\"7n\",\"memory\":\"2Ki\"}", "10s");
        assertThat(get(path + "/node-1").statusCode()).isEqualTo(200);
        assertThat(get(path + "/node-9").statusCode()).isEqualTo(404);
        assertThat(node.heads).as("asked once in ten seconds").hasSize(1);
    }

    @Test
    void aWebSocketReachesThePod() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        WebSocket socket =
                client(admin())
                        .newWebSocketBuilder()
                        .subprotocols("v5.channel.k8s.io", "v4.channel.k8s.io")
                        .buildAsync(
                                URI.create(
                                        uri(POD + "/exec?command=sh&stdin=true")
                                                .toString()
                                                .replace("https", "wss")),
                                new Texts(heard))
                        .get(30, TimeUnit.SECONDS);
        socket.sendText("ping", true).get(30, TimeUnit.SECONDS);
        assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("PING");
        assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("closed 1000");
    }

    /** Collects messages. */
    private record Texts(BlockingQueue<String> heard) implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            heard.add(text.toString());
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            heard.add("closed " + code);
            return null;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST, portforward",
        "GET,  portforward",
        "POST, exec?command=sh&stdin=true",
        "GET,  exec?command=sh&stdin=true",
    })
    void aSpdyUpgradeCarriesBytesBothWaysAndHalfCloses(String method, String what)
            throws Exception {
        try (SSLSocket socket = dial()) {
            OutputStream out = socket.getOutputStream();
            out.write(
                    (method
                                    + " "
                                    + POD
                                    + "/"
                                    + what
                                    + " HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\n"
                                    + "Upgrade: SPDY/3.1\r\n"
                                    + "X-Stream-Protocol-Version: v4.channel.k8s.io\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            InputStream in = socket.getInputStream();
            String head = FakeNode.readHead(in);
            assertThat(head).startsWith("HTTP/1.1 101");
            assertThat(FakeNode.header(head, "Upgrade")).isEqualTo("SPDY/3.1");
            assertThat(FakeNode.header(head, "X-Stream-Protocol-Version"))
                    .isEqualTo("v4.channel.k8s.io");
            byte[] sent = new byte[100_000];
            Arrays.fill(sent, (byte) 7);
            Thread.ofVirtual().start(() -> write(out, sent));
            assertThat(in.readNBytes(sent.length)).isEqualTo(sent);
            socket.shutdownOutput();
            assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo("bye");
        }
    }

    private static void write(OutputStream out, byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As Go's clients do: HTTP/2 would be welcome, yet for an upgrade HTTP/1.1 is spoken. */
    private static SSLSocket dial() throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        admin().context()
                                .getSocketFactory()
                                .createSocket("127.0.0.1", gateway.port());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(20_000);
        return socket;
    }

    @Test
    void aWatchOverAWebSocketIsOneMessageAnEvent() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        String path = "/api/v1/namespaces/watched/configmaps?watch=true&resourceVersion=0";
        WebSocket socket =
                client(admin())
                        .newWebSocketBuilder()
                        .buildAsync(
                                URI.create(uri(path).toString().replace("https", "wss")),
                                new Texts(heard))
                        .get(30, TimeUnit.SECONDS);
        fake.put(
                new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace("watched")
                        .withName("seen")
                        .endMetadata()
                        .build());
        assertThat(heard.poll(30, TimeUnit.SECONDS))
                .contains("\"type\":\"ADDED\"")
                .contains("\"name\":\"seen\"");
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(30, TimeUnit.SECONDS);
    }
}
