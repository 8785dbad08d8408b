package dev.gantry.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.backends.postgres.EmbeddedPostgres;
import dev.gantry.backends.postgres.PostgresSettings;
import dev.gantry.client.DoorStateClient;
import dev.gantry.client.door.Caller;
import dev.gantry.client.door.StateDoor;
import dev.gantry.events.ChangeLog;
import dev.gantry.events.memory.InMemoryChangeLog;
import dev.gantry.runtime.launch.RunningService;
import dev.gantry.runtime.launch.ServiceLauncher;
import dev.gantry.runtime.launch.ServiceName;
import dev.gantry.runtime.pki.ClusterPki;
import dev.gantry.runtime.pki.Subject;
import dev.gantry.runtime.tls.TlsIdentity;
import dev.gantry.state.bootstrap.Startup;
import dev.gantry.state.served.ServedTypes;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The whole service on a real PostgreSQL, asked over mutual TLS. */
class StateServiceIT {

    @TempDir static Path data;

    private static final String DEFINITION =
            """
            {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
             "metadata":{"name":"tabs.example.com"},
             "spec":{"group":"example.com","scope":"Cluster","names":{"plural":"tabs","kind":"Tab"},
              "versions":[{"name":"v1","served":true,"storage":true,
               "schema":{"openAPIV3Schema":{"type":"object"}}}]}}
            """;
    private static final String TAB =
            """
            {"apiVersion":"example.com/v1","kind":"Tab","metadata":{"name":"one"}}
            """;

    private static EmbeddedPostgres postgres;
    private static RunningService service;

    @BeforeAll
    static void start() {
        postgres = EmbeddedPostgres.start(data.resolve("pg"), PostgresSettings.forTests(data));
        service = launch();
        await().atMost(Duration.ofSeconds(30)).until(() -> service.bean(Startup.class).ready());
    }

    private static RunningService launch() {
        return ServiceLauncher.of(ServiceName.CLUSTER_STATE, StateService.class)
                .property("gantry.data-dir", data)
                .property("gantry.state.database.url", postgres.jdbcUrl())
                .property("gantry.state.database.user", postgres.user())
                .property("gantry.state.database.password-file", postgres.passwordFile())
                .bean(ChangeLog.class, new InMemoryChangeLog())
                .start();
    }

    @AfterAll
    static void stop() {
        service.close();
        postgres.close();
    }

    @Test
    void masterSeesWhatExistsAfterACleanStart() throws Exception {
        JsonNode namespaces = get("admin", "system:masters", "/api/v1/namespaces");
        assertThat(namespaces.path("items").valueStream())
                .extracting(n -> Json.text(n, "metadata", "name"))
                .containsExactly("default", "kube-node-lease", "kube-public", "kube-system");
        JsonNode service =
                get("admin", "system:masters", "/api/v1/namespaces/default/services/kubernetes");
        assertThat(Json.text(service, "spec", "clusterIP")).isEqualTo("10.96.0.1");
    }

    @Test
    void strangerIsRefusedAndTheGatewaySpeaksForOthers() throws Exception {
        HttpResponse<String> stranger =
                send("mallory", "guests", "/api/v1/secrets", "x-remote-group", "system:masters");
        assertThat(stranger.statusCode()).isEqualTo(403);
        HttpResponse<String> forJane =
                send(
                        "system:gantry:api-gateway",
                        "system:gantry:services",
                        "/api/v1/secrets",
                        "x-remote-user",
                        "jane",
                        "x-remote-group",
                        "system:masters");
        assertThat(forJane.statusCode()).isEqualTo(200);
    }

    @Test
    void aDefinedKindIsServedOnTheDatabaseUntilItsDefinitionIsDeleted() throws Exception {
        DoorStateClient client =
                new DoorStateClient(
                        service.bean(StateDoor.class),
                        new Caller("admin", "", List.of("system:masters"), Map.of()));
        ServedTypes types = service.bean(ServedTypes.class);
        ResourceType definitions =
                types.ofGroupResource("customresourcedefinitions.apiextensions.k8s.io")
                        .orElseThrow();
        client.create(definitions, "", Json.MAPPER.readTree(DEFINITION));
        ResourceType tabs =
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> types.ofGroupResource("tabs.example.com"), Optional::isPresent)
                        .orElseThrow();
        client.create(tabs, "", Json.MAPPER.readTree(TAB));
        assertThat(client.list(tabs, "", Map.of()).items()).hasSize(1);
        client.delete(definitions, "", "tabs.example.com", null);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> client.get(definitions, "", "tabs.example.com") == null);
        assertThat(types.ofGroupResource("tabs.example.com")).isEmpty();
    }

    private static JsonNode get(String user, String group, String path) throws Exception {
        return Json.MAPPER.readTree(send(user, group, path).body());
    }

    private static HttpResponse<String> send(
            String user, String group, String path, String... headers) throws Exception {
        TlsIdentity identity =
                TlsIdentity.of(
                        ClusterPki.open(data.resolve("pki"), Clock.systemUTC())
                                .issue(
                                        "test-" + group,
                                        new Subject(user, List.of(group), List.of())));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + service.port() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try (HttpClient client = HttpClient.newBuilder().sslContext(identity.context()).build()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
