package dev.gantry.state.serviceaddress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.api.json.Json;
import dev.gantry.state.memory.DoorClient;
import dev.gantry.state.memory.MemoryState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Addresses and ports as clients see them, through the whole request pipeline. */
class ServiceAddressesTest {

    private static final String SERVICES = "/api/v1/namespaces/default/services";
    private static final String ADDRESSES = "/apis/networking.k8s.io/v1/ipaddresses/";

    private MemoryState cluster;
    private DoorClient client;

    @BeforeEach
    void start() throws InterruptedException {
        cluster = MemoryState.start();
        client = new DoorClient(cluster.door());
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private DoorClient.Reply send(String method, String path, String body) {
        String type = method.equals("PATCH") ? "application/merge-patch+json" : "application/json";
        return client.send(
                method,
                path,
                Map.of("content-type", List.of(type)),
                body.getBytes(StandardCharsets.UTF_8));
    }

    private DoorClient.Reply create(String name, String spec) {
        String body =
                """
                {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "%s"}, "spec": %s}"""
                        .formatted(name, spec);
        return send("POST", SERVICES, body);
    }

    private static JsonNode spec(DoorClient.Reply reply) {
        return Json.parse(reply.body()).path("spec");
    }

    @Test
    void manyServicesMadeAtOnceShareNothing() throws Exception {
        int count = 120;
        List<Callable<DoorClient.Reply>> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = "s" + i;
            calls.add(() -> create(name, "{\"type\": \"NodePort\", \"ports\": [{\"port\": 80}]}"));
        }
        Set<String> addresses = new HashSet<>();
        Set<Integer> ports = new HashSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<DoorClient.Reply> reply : threads.invokeAll(calls)) {
                assertThat(reply.get().code()).isEqualTo(201);
                addresses.add(spec(reply.get()).path("clusterIP").asString());
                ports.add(spec(reply.get()).path("ports").get(0).path("nodePort").asInt());
            }
        }
        assertThat(addresses).hasSize(count);
        assertThat(ports).hasSize(count).allMatch(p -> p >= 30000 && p <= 32767);
    }

    @Test
    void anAddressIsHeldWhileTheServiceIsThere() {
        String asked = "{\"clusterIP\": \"10.96.0.77\", \"ports\": [{\"port\": 80}]}";
        assertThat(create("one", asked).code()).isEqualTo(201);
        JsonNode holder = Json.parse(send("GET", ADDRESSES + "10.96.0.77", "").body());
        assertThat(holder.path("spec").path("parentRef").path("name").asString()).isEqualTo("one");
        DoorClient.Reply second = create("two", asked);
        assertThat(second.code()).isEqualTo(422);
        assertThat(new String(second.body(), StandardCharsets.UTF_8))
                .contains("provided IP is already allocated");
        assertThat(send("DELETE", SERVICES + "/one", "").code()).isEqualTo(200);
        assertThat(send("GET", ADDRESSES + "10.96.0.77", "").code()).isEqualTo(404);
        assertThat(create("two", asked).code()).isEqualTo(201);
    }

    @Test
    void aNodePortIsHeldUntilTheTypeChanges() {
        String asked = "{\"type\": \"NodePort\", \"ports\": [{\"port\": 80, \"nodePort\": 30033}]}";
        assertThat(create("one", asked).code()).isEqualTo(201);
        assertThat(create("two", asked).code()).isEqualTo(422);
        DoorClient.Reply changed =
                send("PATCH", SERVICES + "/one", "{\"spec\": {\"type\": \"ClusterIP\"}}");
        assertThat(changed.code()).isEqualTo(200);
        assertThat(spec(changed).path("ports").get(0).has("nodePort")).isFalse();
        assertThat(create("two", asked).code()).isEqualTo(201);
    }

    @Test
    void whatIsOutsideTheRangesIsRefused() {
        DoorClient.Reply address =
                create("a", "{\"clusterIP\": \"10.97.0.1\", \"ports\": [{\"port\": 80}]}");
        assertThat(address.code()).isEqualTo(422);
        DoorClient.Reply port =
                create(
                        "b",
                        "{\"type\": \"NodePort\", \"ports\": [{\"port\": 80, \"nodePort\": 80}]}");
        assertThat(port.code()).isEqualTo(422);
        assertThat(new String(port.body(), StandardCharsets.UTF_8))
                .contains("The range of valid ports is 30000-32767");
    }

    @Test
    void oneNumberServesBothProtocolsOfAPort() {
        DoorClient.Reply made =
                create(
                        "dns",
                        """
                        {"type": "NodePort", "ports": [
                          {"name": "u", "port": 53, "protocol": "UDP"},
                          {"name": "t", "port": 53, "protocol": "TCP"}]}""");
        assertThat(made.code()).isEqualTo(201);
        JsonNode ports = spec(made).path("ports");
        assertThat(ports.get(0).path("nodePort")).isEqualTo(ports.get(1).path("nodePort"));
    }

    @Test
    void aHeadlessServiceHoldsNoAddress() {
        DoorClient.Reply made =
                create(
                        "h",
                        "{\"clusterIP\": \"None\", \"selector\": {\"a\": \"b\"}, \"ports\": [{\"port\": 80}]}");
        assertThat(spec(made).path("clusterIPs").get(0).asString()).isEqualTo("None");
        assertThat(spec(made).path("ipFamilyPolicy").asString()).isEqualTo("SingleStack");
    }
}
