package dev.gantry.testkit.door;

import static dev.gantry.testkit.time.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.api.json.Json;
import dev.gantry.client.door.Caller;
import dev.gantry.client.door.DoorRequest;
import dev.gantry.client.door.StateDoor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What every way to the state service keeps. Works in namespace {@code default}, which must exist,
 * with names of its own.
 */
public abstract class StateDoorContractTest {

    private static final String MAPS = "/api/v1/namespaces/default/configmaps";

    /** The door under test; may be shared by the tests of a class. */
    protected abstract StateDoor door();

    /** Who may do everything. */
    protected Caller admin() {
        return new Caller(
                "gantry-admin", "", List.of("system:masters", "system:authenticated"), Map.of());
    }

    protected final RecordedReply call(String method, String path, String query, byte[] body) {
        RecordedReply reply = new RecordedReply();
        door().call(request(method, path, query, body), reply);
        return reply;
    }

    protected final DoorRequest request(String method, String path, String query, byte[] body) {
        Map<String, List<String>> headers =
                Map.of(
                        "accept",
                        List.of("application/json"),
                        "content-type",
                        List.of("application/json"),
                        "user-agent",
                        List.of("contract-test"));
        return new DoorRequest(admin(), method, path, query, headers, body);
    }

    private RecordedReply get(String path) {
        return call("GET", path, "", new byte[0]);
    }

    private RecordedReply create(String name) {
        return call("POST", MAPS, "", configMap(name));
    }

    private static byte[] configMap(String name) {
        ObjectNode map = Json.object().put("apiVersion", "v1").put("kind", "ConfigMap");
        map.putObject("metadata").put("name", name);
        map.putObject("data").put("text", "größe");
        return Json.bytes(map);
    }

    private static String fresh() {
        return "door-" + UUID.randomUUID();
    }

    private static void assertStatus(RecordedReply reply, int code, String reason) {
        assertThat(reply.status()).isEqualTo(code);
        assertThat(reply.complete()).isTrue();
        JsonNode status = reply.json();
        assertThat(Json.text(status, "kind")).isEqualTo("Status");
        assertThat(status.path("code").asInt()).isEqualTo(code);
        assertThat(Json.text(status, "reason")).isEqualTo(reason);
    }

    @Test
    void createdObjectIsAnsweredAndCanBeReadAtOnce() {
        String name = fresh();
        RecordedReply created = create(name);
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.headers().get("content-type").get(0)).startsWith("application/json");
        RecordedReply read = get(MAPS + "/" + name);
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.complete()).isTrue();
        assertThat(Json.text(read.json(), "data", "text")).isEqualTo("größe");
        assertThat(Json.text(read.json(), "metadata", "resourceVersion"))
                .isEqualTo(Json.text(created.json(), "metadata", "resourceVersion"));
    }

    @Test
    void listHoldsWhatWasCreatedBefore() {
        String name = fresh();
        create(name);
        JsonNode list = get(MAPS).json();
        assertThat(Json.text(list, "kind")).isEqualTo("ConfigMapList");
        assertThat(Json.text(list, "metadata", "resourceVersion")).matches("[0-9]+");
        assertThat(list.path("items").valueStream().map(i -> Json.text(i, "metadata", "name")))
                .contains(name);
    }

    @Test
    void failuresAreStatuses() {
        assertStatus(get(MAPS + "/" + fresh()), 404, "NotFound");
        String name = fresh();
        create(name);
        assertStatus(create(name), 409, "AlreadyExists");
        byte[] broken = "{\"kind\":".getBytes(StandardCharsets.UTF_8);
        assertStatus(call("POST", MAPS, "", broken), 400, "BadRequest");
    }

    @Test
    void watchIsTheReplyThatGrowsUntilItsReceiverGoes() throws Exception {
        String revision = Json.text(get(MAPS).json(), "metadata", "resourceVersion");
        RecordedReply reply = new RecordedReply();
        Thread watching =
                Thread.ofVirtual()
                        .start(
                                () ->
                                        door().call(
                                                        request(
                                                                "GET",
                                                                MAPS,
                                                                "watch=true&resourceVersion="
                                                                        + revision,
                                                                new byte[0]),
                                                        reply));
        String name = fresh();
        create(name);
        eventually(() -> assertThat(eventsOf(reply, name)).containsExactly("ADDED"));
        assertThat(reply.status()).isEqualTo(200);
        call("DELETE", MAPS + "/" + name, "", new byte[0]);
        eventually(() -> assertThat(eventsOf(reply, name)).containsExactly("ADDED", "DELETED"));
        reply.cancel();
        assertThat(watching.join(Duration.ofSeconds(20))).as("the call returns").isTrue();
    }

    private static List<String> eventsOf(RecordedReply reply, String name) {
        return reply.lines().stream()
                .filter(e -> Json.text(e, "object", "metadata", "name").equals(name))
                .map(e -> Json.text(e, "type"))
                .toList();
    }

    @Test
    void watchEndsInOrderAfterItsTimeout() {
        RecordedReply reply = call("GET", MAPS, "watch=true&timeoutSeconds=1", new byte[0]);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.complete()).isTrue();
    }

    @Test
    void callsRunBesideEachOther() throws Exception {
        List<Thread> threads = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String name = fresh();
            names.add(name);
            threads.add(Thread.ofVirtual().start(() -> create(name)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(get(MAPS).json().path("items").valueStream())
                .extracting(i -> Json.text(i, "metadata", "name"))
                .containsAll(names);
    }

    @Test
    void bodyOfAMegabyteComesBackWhole() {
        String name = fresh();
        ObjectNode map = (ObjectNode) Json.parse(configMap(name));
        map.withObject("data").put("large", "x".repeat(900_000));
        assertThat(call("POST", MAPS, "", Json.bytes(map)).status()).isEqualTo(201);
        JsonNode read = get(MAPS + "/" + name).json();
        assertThat(Json.text(read, "data", "large")).hasSize(900_000);
        call("DELETE", MAPS + "/" + name, "", new byte[0]);
    }
}
