package dev.gantry.runtime.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.client.door.DoorRequest;
import dev.gantry.runtime.launch.SampleCluster;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A door behind a real listener, over TLS with HTTP/1.1 and HTTP/2. */
class DoorServletTest {

    @TempDir static Path data;
    private static final ScriptedDoor DOOR = new ScriptedDoor();
    private static SampleCluster cluster;

    @BeforeAll
    static void start() {
        cluster =
                new SampleCluster(
                        data, DOOR, Map.of("gantry.scheduling.listener.idle-timeout", "300ms"));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static HttpClient jane(HttpClient.Version version) {
        return cluster.client(version, "jane", "dev", "ops");
    }

    @ParameterizedTest
    @EnumSource(
            value = HttpClient.Version.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void theCertificateSaysWhoAsks(HttpClient.Version version) throws Exception {
        DOOR.asked.clear();
        String path = "/api/v1/namespaces/d/pods/a%2Fb..%20;x/log";
        HttpRequest request =
                HttpRequest.newBuilder(cluster.uri(path + "?x=%2C&y"))
                        .header("X-Thing", "1")
                        .POST(BodyPublishers.ofString("body"))
                        .build();
        HttpResponse<String> response = jane(version).send(request, BodyHandlers.ofString());
        assertThat(response.body()).isEqualTo("POST jane");
        assertThat(response.version()).isEqualTo(version);
        DoorRequest asked = DOOR.asked.take();
        assertThat(asked.path()).isEqualTo(path);
        assertThat(asked.query()).isEqualTo("x=%2C&y");
        assertThat(asked.header("x-thing")).isEqualTo("1");
        assertThat(new String(asked.body(), StandardCharsets.UTF_8)).isEqualTo("body");
        assertThat(asked.caller().groups()).containsExactly("dev", "ops", "system:authenticated");
    }

    @Test
    void theNextRequestIsWholeThoughItComesBeforeTheServletHasReturned() throws Exception {
        HttpClient client = jane(HttpClient.Version.HTTP_1_1);
        for (int i = 0; i < 2; i++) {
            client.send(cluster.get("/lingering"), BodyHandlers.ofString());
            HttpRequest next =
                    HttpRequest.newBuilder(cluster.uri("/x"))
                            .POST(BodyPublishers.ofString("body"))
                            .build();
            HttpResponse<String> response = client.send(next, BodyHandlers.ofString());
            assertThat(response.body()).isEqualTo("POST jane");
        }
    }

    @Test
    void aBodyOverTheLimitIs413() throws Exception {
        HttpClient client = jane(HttpClient.Version.HTTP_2);
        HttpRequest known =
                HttpRequest.newBuilder(cluster.uri("/x"))
                        .POST(BodyPublishers.ofByteArray(new byte[(3 << 20) + 1]))
                        .build();
        assertThat(client.send(known, BodyHandlers.ofString()).statusCode()).isEqualTo(413);
        HttpRequest streamed =
                HttpRequest.newBuilder(cluster.uri("/x"))
                        .POST(
                                BodyPublishers.ofInputStream(
                                        () -> new ByteArrayInputStream(new byte[4 << 20])))
                        .build();
        HttpResponse<String> refused =
                jane(HttpClient.Version.HTTP_1_1).send(streamed, BodyHandlers.ofString());
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.body()).contains("limit is 3145728");
    }

    @Test
    void largeRepliesAreCompressedForThoseWhoAccept() throws Exception {
        HttpClient client = jane(HttpClient.Version.HTTP_2);
        HttpRequest request =
                HttpRequest.newBuilder(cluster.uri("/large"))
                        .header("Accept-Encoding", "gzip")
                        .build();
        HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
        assertThat(response.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(response.body().length).isLessThan(100_000);
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            assertThat(in.readAllBytes()).hasSize(1_000_000);
        }
        HttpResponse<byte[]> plain = client.send(cluster.get("/large"), BodyHandlers.ofByteArray());
        assertThat(plain.body()).hasSize(1_000_000);
        HttpRequest small =
                HttpRequest.newBuilder(cluster.uri("/small"))
                        .header("Accept-Encoding", "gzip")
                        .build();
        HttpResponse<String> text = client.send(small, BodyHandlers.ofString());
        assertThat(text.body()).isEqualTo("GET jane");
        assertThat(text.headers().firstValue("content-length")).contains("8");
    }

    @ParameterizedTest
    @EnumSource(
            value = HttpClient.Version.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void aSilentWatchOutlivesTheIdleTimeout(HttpClient.Version version) throws Exception {
        HttpResponse<InputStream> response =
                jane(version).send(cluster.get("/watch"), BodyHandlers.ofInputStream());
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            TimeUnit.MILLISECONDS.sleep(1000);
            DOOR.events.add("first\n");
            assertThat(lines.readLine()).isEqualTo("first");
            DOOR.events.add("end\n");
            assertThat(lines.readLine()).isEqualTo("end");
            assertThat(lines.readLine()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = HttpClient.Version.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void aClientThatGoesCancelsItsSilentWatch(HttpClient.Version version) throws Exception {
        DOOR.watchCancelled.drainPermits();
        HttpResponse<InputStream> response =
                jane(version).send(cluster.get("/watch"), BodyHandlers.ofInputStream());
        response.body().close();
        assertThat(DOOR.watchCancelled.tryAcquire(15, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = HttpClient.Version.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void aReplyThatWasCutOffIsNotTakenForWhole(HttpClient.Version version) {
        HttpClient client = jane(version);
        assertThatThrownBy(() -> client.send(cluster.get("/cut"), BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void noReplyIsAnInternalError() throws Exception {
        HttpResponse<String> response =
                jane(HttpClient.Version.HTTP_2)
                        .send(cluster.get("/silent"), BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).contains("\"kind\":\"Status\"");
    }

    @Test
    void healthIsOpenAndMetricsAreForTheCluster() throws Exception {
        HttpClient jane = jane(HttpClient.Version.HTTP_2);
        assertThat(jane.send(cluster.get("/livez"), BodyHandlers.ofString()).body())
                .isEqualTo("ok");
        assertThat(jane.send(cluster.get("/readyz?verbose"), BodyHandlers.ofString()).body())
                .isEqualTo("[+]ping ok\n[+]informerSync ok\nreadyz check passed\n");
        assertThat(jane.send(cluster.get("/metrics"), BodyHandlers.ofString()).statusCode())
                .isEqualTo(403);
        HttpClient ingress =
                cluster.client(
                        HttpClient.Version.HTTP_2,
                        "system:gantry:ingress",
                        "system:gantry:services");
        HttpResponse<String> metrics =
                ingress.send(cluster.get("/metrics"), BodyHandlers.ofString());
        assertThat(metrics.body()).contains("jvm_memory_used_bytes");
        assertThat(List.of(metrics.statusCode())).containsExactly(200);
    }
}
