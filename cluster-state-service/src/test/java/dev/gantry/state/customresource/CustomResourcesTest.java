package dev.gantry.state.customresource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gantry.api.json.Json;
import dev.gantry.state.memory.DoorClient;
import dev.gantry.state.memory.DoorClient.Reply;
import dev.gantry.state.memory.MemoryState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What becomes of definitions and of what they define, through the door. */
class CustomResourcesTest {

    private static final String DEFINITIONS =
            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private static final String JSON = "application/json";
    private static final String MERGE = "application/merge-patch+json";

    private static MemoryState state;
    private static DoorClient client;

    @BeforeAll
    static void start() throws InterruptedException {
        state = MemoryState.start();
        client = new DoorClient(state.door());
    }

    @AfterAll
    static void stop() {
        state.close();
    }

    @Test
    void whatIsEstablishedIsServedDiscoveredAndDescribed() {
        define("tabs", "Tab", "told.example.com", "");
        assertThat(send("GET", "/apis/told.example.com/v1/tabs", "", "").code()).isEqualTo(200);
        JsonNode groups = body(send("GET", "/apis", "", ""));
        assertThat(groups.path("groups").valueStream())
                .extracting(g -> Json.text(g, "name"))
                .contains("told.example.com");
        JsonNode index = body(send("GET", "/openapi/v3", "", ""));
        String url = Json.text(index, "paths", "apis/told.example.com/v1", "serverRelativeURL");
        JsonNode document = body(send("GET", url, "", ""));
        assertThat(document.path("components").path("schemas").propertyNames())
                .contains("com.example.told.v1.Tab", "com.example.told.v1.TabList");
        JsonNode stored = body(send("GET", DEFINITIONS + "/tabs.told.example.com", "", ""));
        assertThat(Json.text(stored, "status", "acceptedNames", "kind")).isEqualTo("Tab");
    }

    @Test
    void namesThatAnotherDefinitionHasAreNotAccepted() {
        define("tabs", "Tab", "taken.example.com", "");
        create("slabs", "Tab", "taken.example.com", "");
        JsonNode refused =
                await().atMost(Duration.ofSeconds(10))
                        .until(
                                () -> condition("slabs.taken.example.com", "NamesAccepted"),
                                c -> !c.isMissingNode());
        assertThat(Json.text(refused, "status")).isEqualTo("False");
        assertThat(Json.text(refused, "reason")).isEqualTo("ListKindConflict");
        assertThat(send("GET", "/apis/taken.example.com/v1/slabs", "", "").code()).isEqualTo(404);
    }

    @Test
    void aDefinitionEndsWithItsObjectsAndNothingIsCreatedMeanwhile() {
        define("tabs", "Tab", "ends.example.com", "");
        String tabs = "/apis/ends.example.com/v1/tabs";
        String held = tab("ends", "held", "\"finalizers\":[\"example.com/hold\"],");
        assertThat(send("POST", tabs, JSON, held).code()).isEqualTo(201);
        assertThat(send("POST", tabs, JSON, tab("ends", "free", "")).code()).isEqualTo(201);
        String definition = DEFINITIONS + "/tabs.ends.example.com";
        JsonNode marked = body(send("DELETE", definition, "", ""));
        assertThat(marked.path("metadata").path("finalizers").get(0).asString())
                .isEqualTo("customresourcecleanup.apiextensions.k8s.io");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> send("GET", tabs + "/free", "", "").code() == 404);
        Reply late = send("POST", tabs, JSON, tab("ends", "late", ""));
        assertThat(late.code()).isEqualTo(405);
        assertThat(send("GET", definition, "", "").code()).isEqualTo(200);
        send("PATCH", tabs + "/held", MERGE, "{\"metadata\":{\"finalizers\":null}}");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> send("GET", definition, "", "").code() == 404);
        assertThat(send("GET", tabs, "", "").code()).isEqualTo(404);
        assertThat(state.cache().list("tabs.ends.example.com", "").objects()).isEmpty();
    }

    @Test
    void whatIsStoredShowsTheDefaultsThatADefinitionGotLater() {
        define("tabs", "Tab", "later.example.com", "");
        String tabs = "/apis/later.example.com/v1/tabs";
        send("POST", tabs, JSON, tab("later", "one", ""));
        String path = DEFINITIONS + "/tabs.later.example.com";
        String schema =
                """
                [{"op":"add","path":"/spec/versions/0/schema/openAPIV3Schema/properties/spec/default",
                  "value":{"color":"red"}}]
                """;
        Reply patched = send("PATCH", path, "application/json-patch+json", schema);
        assertThat(patched.code()).isEqualTo(200);
        JsonNode shown =
                await().atMost(Duration.ofSeconds(10))
                        .until(
                                () -> body(send("GET", tabs + "/one", "", "")),
                                one -> one.path("spec").has("color"));
        assertThat(Json.text(shown, "spec", "color")).isEqualTo("red");
    }

    @Test
    void aStrategicMergePatchIsNoWayToChangeACustomResource() {
        define("tabs", "Tab", "smp.example.com", "");
        send("POST", "/apis/smp.example.com/v1/tabs", JSON, tab("smp", "one", ""));
        Reply reply =
                send(
                        "PATCH",
                        "/apis/smp.example.com/v1/tabs/one",
                        "application/strategic-merge-patch+json",
                        "{\"spec\":{}}");
        assertThat(reply.code()).isEqualTo(415);
    }

    @Test
    void aRuleThatCannotBeEvaluatedRefuses() {
        define("tabs", "Tab", "cel.example.com", "{\"rule\":\"quantity(self.color).isInteger()\"}");
        String one = tab("cel", "one", "").replace("\"spec\":{}", "\"spec\":{\"color\":\"1\"}");
        Reply reply = send("POST", "/apis/cel.example.com/v1/tabs", JSON, one);
        assertThat(reply.code()).isEqualTo(422);
        assertThat(Json.text(body(reply), "details", "causes")).isEmpty();
        assertThat(body(reply).path("details").path("causes").get(0).path("field").asString())
                .isEqualTo("spec");
    }

    private static String tab(String group, String name, String metadata) {
        return "{\"apiVersion\":\"%s.example.com/v1\",\"kind\":\"Tab\",\"metadata\":{%s\"name\":\"%s\"},\"spec\":{}}"
                .formatted(group, metadata, name)
                .replace("\"spec\":{}", group.equals("later") ? "\"x\":1" : "\"spec\":{}");
    }

    private static void define(String plural, String kind, String group, String rule) {
        create(plural, kind, group, rule);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> send("GET", "/apis/" + group + "/v1/" + plural, "", "").code() == 200);
    }

    private static void create(String plural, String kind, String group, String rule) {
        String definition =
                """
                {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
                 "metadata":{"name":"%1$s.%3$s"},
                 "spec":{"group":"%3$s","scope":"Cluster","names":{"plural":"%1$s","kind":"%2$s"},
                  "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{
                   "type":"object","properties":{"spec":{"type":"object",
                    "properties":{"color":{"type":"string"}},
                    "x-kubernetes-validations":[%4$s]}}}}}]}}
                """
                        .formatted(plural, kind, group, rule);
        assertThat(send("POST", DEFINITIONS, JSON, definition).code()).isEqualTo(201);
    }

    private static JsonNode condition(String name, String type) {
        JsonNode stored = body(send("GET", DEFINITIONS + "/" + name, "", ""));
        for (JsonNode condition : stored.path("status").path("conditions")) {
            if (Json.text(condition, "type").equals(type)) {
                return condition;
            }
        }
        return Json.MAPPER.missingNode();
    }

    private static JsonNode body(Reply reply) {
        return Json.parse(reply.body());
    }

    private static Reply send(String method, String path, String contentType, String body) {
        Map<String, List<String>> headers =
                contentType.isEmpty() ? Map.of() : Map.of("content-type", List.of(contentType));
        return client.send(method, path, headers, body.getBytes(StandardCharsets.UTF_8));
    }
}
