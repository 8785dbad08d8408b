package dev.gantry.state.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.api.json.Json;
import dev.gantry.state.memory.DoorClient;
import dev.gantry.state.memory.DoorClient.Reply;
import dev.gantry.state.memory.MemoryState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What writers can rely on, whoever else writes. */
class WritesTest {

    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String PODS = "/api/v1/namespaces/default/pods";

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
    void concurrentPatchesOfOneObjectAreAllApplied() throws InterruptedException {
        String name = fresh();
        post(MAPS, configMap(name));
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String patch = "{\"data\":{\"k%d\":\"v\"}}".formatted(i);
            writers.add(Thread.ofVirtual().start(() -> merge(MAPS + "/" + name, patch)));
        }
        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(get(MAPS + "/" + name).path("data").size()).isEqualTo(8);
    }

    @Test
    void writeThatChangesNothingMakesNoRevision() {
        String name = fresh();
        JsonNode created = Json.parse(post(MAPS, configMap(name)).body());
        JsonNode patched = Json.parse(merge(MAPS + "/" + name, "{\"metadata\":{}}").body());
        assertThat(revision(patched)).isEqualTo(revision(created));
    }

    @Test
    void staleRevisionIsAConflictAndIsNotTriedAgain() {
        String name = fresh();
        String old = revision(Json.parse(post(MAPS, configMap(name)).body()));
        merge(MAPS + "/" + name, "{\"data\":{\"a\":\"1\"}}");
        String patch =
                "{\"metadata\":{\"resourceVersion\":\"%s\"},\"data\":{\"a\":\"2\"}}".formatted(old);
        Reply reply = merge(MAPS + "/" + name, patch);
        assertThat(reply.code()).isEqualTo(409);
        assertThat(Json.text(Json.parse(reply.body()), "reason")).isEqualTo("Conflict");
    }

    @Test
    void generatedNamesAreDistinct() {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            String body =
                    "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"generateName\":\"gen-\"}}";
            names.add(Json.text(Json.parse(post(MAPS, body).body()), "metadata", "name"));
        }
        assertThat(names).hasSize(20).allMatch(n -> n.matches("gen-[a-z0-9]{5}"));
    }

    @Test
    void finalizerHoldsADeletedObjectUntilItIsTakenOff() {
        String name = fresh();
        post(
                MAPS,
                "{\"metadata\":{\"name\":\"%s\",\"finalizers\":[\"example.com/f\"]}}"
                        .formatted(name));
        assertThat(send("DELETE", MAPS + "/" + name, "", "").code()).isEqualTo(200);
        assertThat(Json.text(get(MAPS + "/" + name), "metadata", "deletionTimestamp")).isNotEmpty();
        merge(MAPS + "/" + name, "{\"metadata\":{\"finalizers\":null}}");
        assertThat(send("GET", MAPS + "/" + name, "", "").code()).isEqualTo(404);
    }

    @Test
    void bindingTwiceToTheSameNodeSucceedsAndToAnotherDoesNot() {
        String name = fresh();
        post("/api/v1/namespaces/default/serviceaccounts", "{\"metadata\":{\"name\":\"default\"}}");
        post(PODS, pod(name));
        assertThat(bind(name, "node-1").code()).isEqualTo(201);
        assertThat(bind(name, "node-1").code()).isEqualTo(201);
        assertThat(bind(name, "node-2").code()).isEqualTo(409);
        assertThat(Json.text(get(PODS + "/" + name), "spec", "nodeName")).isEqualTo("node-1");
    }

    @Test
    void bulkGroupIsAllOrNothingAndOthersGoOn() {
        String taken = fresh();
        String left = fresh();
        String other = fresh();
        post(MAPS, configMap(taken));
        String body =
                "{\"groups\":[{\"writes\":[%s,%s]},{\"writes\":[%s]}]}"
                        .formatted(create(left), create(taken), create(other));
        Reply reply = send("POST", "/internal/writes", "application/json", body);
        JsonNode results = Json.parse(reply.body()).path("results");
        assertThat(results.get(0).path("index").asInt()).isEqualTo(1);
        assertThat(Json.text(results.get(0), "status", "reason")).isEqualTo("AlreadyExists");
        assertThat(Json.text(results.get(1).path("objects").get(0), "metadata", "name"))
                .isEqualTo(other);
        assertThat(send("GET", MAPS + "/" + left, "", "").code()).isEqualTo(404);
    }

    @Test
    void fencedWriteNeedsTheLease() {
        String leases = "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases";
        String lease = fresh();
        post(
                leases,
                "{\"metadata\":{\"name\":\"%s\"},\"spec\":{\"holderIdentity\":\"me\",\"leaseTransitions\":3}}"
                        .formatted(lease));
        assertThat(fenced("kube-system/" + lease + "/3/me").code()).isEqualTo(201);
        Reply deposed = fenced("kube-system/" + lease + "/2/me");
        assertThat(deposed.code()).isEqualTo(409);
        assertThat(fenced("nonsense").code()).isEqualTo(400);
    }

    @Test
    void storeThatIsAwayIsServiceUnavailable() throws InterruptedException {
        try (MemoryState own = MemoryState.start()) {
            own.store().away(true);
            Reply reply =
                    new DoorClient(own.door())
                            .send(
                                    "POST",
                                    MAPS,
                                    Map.of(),
                                    configMap("x").getBytes(StandardCharsets.UTF_8));
            assertThat(reply.code()).isEqualTo(503);
            assertThat(reply.header("retry-after")).isEqualTo("1");
        }
    }

    private static String create(String name) {
        return "{\"method\":\"POST\",\"path\":\"%s\",\"query\":\"\",\"contentType\":\"application/json\",\"body\":%s}"
                .formatted(MAPS, configMap(name));
    }

    private static Reply fenced(String fence) {
        return client.send(
                "POST",
                MAPS,
                Map.of(
                        "content-type",
                        List.of("application/json"),
                        "x-gantry-fence",
                        List.of(fence)),
                configMap(fresh()).getBytes(StandardCharsets.UTF_8));
    }

    private static Reply bind(String pod, String node) {
        return post(
                PODS + "/" + pod + "/binding",
                "{\"apiVersion\":\"v1\",\"kind\":\"Binding\",\"metadata\":{\"name\":\"%s\"},\"target\":{\"kind\":\"Node\",\"name\":\"%s\"}}"
                        .formatted(pod, node));
    }

    private static String fresh() {
        return "w-" + UUID.randomUUID();
    }

    private static String configMap(String name) {
        return "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"%s\"}}"
                .formatted(name);
    }

    private static String pod(String name) {
        return "{\"metadata\":{\"name\":\"%s\"},\"spec\":{\"automountServiceAccountToken\":false,\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}"
                .formatted(name);
    }

    private static String revision(JsonNode object) {
        return Json.text(object, "metadata", "resourceVersion");
    }

    private static JsonNode get(String path) {
        return Json.parse(send("GET", path, "", "").body());
    }

    private static Reply post(String path, String body) {
        return send("POST", path, "application/json", body);
    }

    private static Reply merge(String path, String body) {
        return send("PATCH", path, "application/merge-patch+json", body);
    }

    private static Reply send(String method, String path, String contentType, String body) {
        Map<String, List<String>> headers =
                contentType.isEmpty()
                        ? Map.of()
                        : Map.of(
                                "content-type", List.of(contentType), "user-agent", List.of("t/1"));
        return client.send(method, path, headers, body.getBytes(StandardCharsets.UTF_8));
    }
}
