package dev.gantry.state.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.api.json.Json;
import dev.gantry.state.memory.DoorClient;
import dev.gantry.state.memory.DoorClient.Reply;
import dev.gantry.state.memory.MemoryState;
import dev.gantry.state.watchcache.WatchCacheSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;

/** Lists, pages and watches over changes. */
class ReadsTest {

    private static MemoryState state;

    private DoorClient client = new DoorClient(state.door());
    private String maps = "";

    @BeforeAll
    static void start() throws InterruptedException {
        state = MemoryState.start();
    }

    @AfterAll
    static void stop() {
        state.close();
    }

    @BeforeEach
    void ownNamespace() {
        String name = "reads-" + UUID.randomUUID();
        send(
                "POST",
                "/api/v1/namespaces",
                "application/json",
                "{\"metadata\":{\"name\":\"%s\"}}".formatted(name));
        maps = "/api/v1/namespaces/" + name + "/configmaps";
    }

    @Test
    void pagesShowOneRevisionWhateverIsWrittenBetweenThem() {
        for (String name : List.of("a", "b", "c", "d")) {
            create(name, "x");
        }
        JsonNode first = get(maps + "?limit=2");
        send("DELETE", maps + "/c", "", "");
        create("bb", "x");
        patch("d", "{\"data\":{\"later\":\"1\"}}");
        String token = Json.text(first, "metadata", "continue");
        JsonNode second = get(maps + "?limit=10&continue=" + token);
        assertThat(names(first)).containsExactly("a", "b");
        assertThat(names(second)).containsExactly("c", "d");
        assertThat(second.path("items").get(1).path("data").has("later")).isFalse();
        assertThat(revision(second)).isEqualTo(revision(first));
    }

    @Test
    void pastRevisionCanBeListedExactly() {
        create("a", "x");
        String then = revision(get(maps));
        send("DELETE", maps + "/a", "", "");
        create("b", "x");
        JsonNode past = get(maps + "?resourceVersionMatch=Exact&resourceVersion=" + then);
        assertThat(names(past)).contains("a").doesNotContain("b");
    }

    @Test
    void watchTellsSelectedObjectsThatComeAndGo() {
        String from = revision(get(maps));
        create("a", "red");
        create("b", "blue");
        patch("a", "{\"metadata\":{\"labels\":{\"color\":\"blue\"}}}");
        patch("a", "{\"data\":{\"seen\":\"no\"}}");
        patch("b", "{\"metadata\":{\"labels\":{\"color\":\"red\"}}}");
        send("DELETE", maps + "/b", "", "");
        List<String> events =
                events(
                        maps
                                + "?watch=1&timeoutSeconds=1&labelSelector=color%3Dred&resourceVersion="
                                + from);
        assertThat(events).containsExactly("ADDED a", "DELETED a", "ADDED b", "DELETED b");
    }

    @Test
    void watchListTellsWhatIsThereAndWhereItEnds() {
        create("a", "red");
        List<String> events =
                events(
                        maps
                                + "?watch=1&timeoutSeconds=1&allowWatchBookmarks=true"
                                + "&sendInitialEvents=true&resourceVersionMatch=NotOlderThan");
        assertThat(events).startsWith("ADDED a", "BOOKMARK end");
    }

    @Test
    void watchOfForgottenRevisionsEndsWithAnError() throws InterruptedException {
        WatchCacheSettings forgets =
                new WatchCacheSettings(Duration.ofMinutes(5), 2, DataSize.ofMegabytes(1), 0);
        try (MemoryState forgetful = MemoryState.start(forgets)) {
            client = new DoorClient(forgetful.door());
            ownNamespace();
            String from = revision(get(maps));
            for (int i = 0; i < 20; i++) {
                create("m" + i, "x");
            }
            get(maps);
            Reply reply =
                    send("GET", maps + "?watch=1&timeoutSeconds=5&resourceVersion=" + from, "", "");
            JsonNode event = Json.MAPPER.readTree(text(reply));
            assertThat(reply.code()).isEqualTo(200);
            assertThat(Json.text(event, "type")).isEqualTo("ERROR");
            assertThat(event.path("object").path("code").asInt()).isEqualTo(410);
            assertThat(Json.text(event, "object", "reason")).isEqualTo("Expired");
        }
    }

    private static String text(Reply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }

    private List<String> events(String path) {
        List<String> events = new ArrayList<>();
        for (String line : text(send("GET", path, "", "")).split("\n")) {
            JsonNode event = Json.MAPPER.readTree(line);
            String type = Json.text(event, "type");
            boolean end =
                    Json.text(
                                    event,
                                    "object",
                                    "metadata",
                                    "annotations",
                                    "k8s.io/initial-events-end")
                            .equals("true");
            String name = Json.text(event, "object", "metadata", "name");
            events.add(type + " " + (end ? "end" : name));
        }
        return events;
    }

    private void create(String name, String color) {
        send(
                "POST",
                maps,
                "application/json",
                "{\"metadata\":{\"name\":\"%s\",\"labels\":{\"color\":\"%s\"}}}"
                        .formatted(name, color));
    }

    private void patch(String name, String body) {
        send("PATCH", maps + "/" + name, "application/merge-patch+json", body);
    }

    private JsonNode get(String path) {
        return Json.parse(send("GET", path, "", "").body());
    }

    private static List<String> names(JsonNode list) {
        return list.path("items").valueStream().map(i -> Json.text(i, "metadata", "name")).toList();
    }

    private static String revision(JsonNode object) {
        return Json.text(object, "metadata", "resourceVersion");
    }

    private Reply send(String method, String path, String contentType, String body) {
        Map<String, List<String>> headers =
                contentType.isEmpty() ? Map.of() : Map.of("content-type", List.of(contentType));
        return client.send(method, path, headers, body.getBytes(StandardCharsets.UTF_8));
    }
}
