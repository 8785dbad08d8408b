package dev.gantry.state.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.api.json.Json;
import dev.gantry.state.memory.DoorClient;
import dev.gantry.state.memory.MemoryState;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class EventExpiryTest {

    private static final String EVENTS = "/api/v1/namespaces/default/events";

    @Test
    void eventsWhoseLifeIsOverAreDeletedAndWatchersAreTold() throws Exception {
        try (MemoryState state = MemoryState.start()) {
            DoorClient client = new DoorClient(state.door());
            create(client, "old");
            create(client, "kept");
            String from = Json.text(list(client), "metadata", "resourceVersion");
            touch(client, "kept", Instant.now().plus(Duration.ofMinutes(50)));
            awaitCached(state, list(client));

            Instant later = Instant.now().plus(Duration.ofMinutes(61));
            EventExpiry expiry =
                    EventExpiry.idle(
                            state.store(),
                            state.cache(),
                            Duration.ofHours(1),
                            Clock.fixed(later, ZoneOffset.UTC));
            assertThat(expiry.sweep()).isEqualTo(1);

            assertThat(list(client).path("items").valueStream())
                    .extracting(e -> Json.text(e, "metadata", "name"))
                    .containsExactly("kept");
            String watched =
                    text(
                            client,
                            "GET",
                            EVENTS + "?watch=1&timeoutSeconds=1&resourceVersion=" + from,
                            "");
            assertThat(watched).contains("\"type\":\"DELETED\"");
        }
    }

    private static void awaitCached(MemoryState state, JsonNode list) throws Exception {
        long revision = Long.parseLong(Json.text(list, "metadata", "resourceVersion"));
        assertThat(state.cache().await(revision, Duration.ofSeconds(30))).isTrue();
    }

    private static void create(DoorClient client, String name) {
        text(
                client,
                "POST",
                EVENTS,
                "{\"metadata\":{\"name\":\"%s\",\"namespace\":\"default\"},\"involvedObject\":{\"namespace\":\"default\"},\"reason\":\"R\",\"message\":\"m\",\"type\":\"Normal\"}"
                        .formatted(name));
    }

    private static void touch(DoorClient client, String name, Instant seen) {
        client.send(
                "PATCH",
                EVENTS + "/" + name,
                Map.of("content-type", List.of("application/merge-patch+json")),
                "{\"lastTimestamp\":\"%s\"}"
                        .formatted(seen.truncatedTo(java.time.temporal.ChronoUnit.SECONDS))
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode list(DoorClient client) {
        return Json.MAPPER.readTree(text(client, "GET", EVENTS, ""));
    }

    private static String text(DoorClient client, String method, String path, String body) {
        DoorClient.Reply reply =
                client.send(
                        method,
                        path,
                        Map.of("content-type", List.of("application/json")),
                        body.getBytes(StandardCharsets.UTF_8));
        assertThat(reply.code()).isBetween(200, 299);
        return new String(reply.body(), StandardCharsets.UTF_8);
    }
}
