package dev.gantry.state.golden;

import dev.gantry.api.json.Json;
import dev.gantry.state.memory.DoorClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/** A recorded case. */
record GoldenCase(JsonNode tree) {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    static List<GoldenCase> read(String resource) {
        try (InputStream in =
                        Objects.requireNonNull(GoldenCase.class.getResourceAsStream(resource));
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.isBlank())
                    .map(line -> new GoldenCase(Json.MAPPER.readTree(line)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String id() {
        return Json.text(tree, "id");
    }

    String area() {
        return Json.text(tree, "area");
    }

    /** Every difference to what is expected; empty when the case passes. */
    List<Difference> run(DoorClient client) {
        Map<String, String> variables = new HashMap<>();
        try {
            for (JsonNode step : tree.path("setup")) {
                prepare(client, step, variables);
            }
            DoorClient.Reply reply = new GoldenStep(tree.path("request")).send(client, variables);
            return judge(Observation.of(tree, reply));
        } catch (RuntimeException | AssertionError e) {
            return List.of(new Difference("exception", "none", String.valueOf(e)));
        } finally {
            for (JsonNode step : tree.path("cleanup")) {
                new GoldenStep(step).send(client, variables);
            }
        }
    }

    /** A clear refusal is better than the server error that was recorded. */
    private List<Difference> judge(JsonNode seen) {
        JsonNode expected = tree.path("expect");
        int code = seen.path("code").asInt();
        if (expected.path("code").asInt() == 500 && code >= 400 && code < 500) {
            return List.of();
        }
        return Difference.between(expected, seen);
    }

    private static void prepare(DoorClient client, JsonNode step, Map<String, String> variables) {
        DoorClient.Reply reply = sendUntil(client, step, variables);
        int wanted = step.path("expectCode").asInt(0);
        if (wanted != 0 && reply.code() != wanted) {
            throw new IllegalStateException(
                    "setup %s %s gave %d, not %d: %s"
                            .formatted(
                                    Json.text(step, "method"),
                                    Json.text(step, "path"),
                                    reply.code(),
                                    wanted,
                                    new String(reply.body(), StandardCharsets.UTF_8)));
        }
        for (Map.Entry<String, JsonNode> capture : step.path("capture").properties()) {
            JsonNode at = Json.parse(reply.body());
            for (String name : capture.getValue().asString().split("\\.")) {
                at = at.isArray() ? at.path(Integer.parseInt(name)) : at.path(name);
            }
            variables.put(
                    capture.getKey(),
                    at.isString() ? at.asString() : Json.MAPPER.writeValueAsString(at));
        }
    }

    private static DoorClient.Reply sendUntil(
            DoorClient client, JsonNode step, Map<String, String> variables) {
        JsonNode wait = step.path("wait");
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            DoorClient.Reply reply = new GoldenStep(step).send(client, variables);
            String contains = Json.text(wait, "contains");
            boolean satisfied =
                    wait.isMissingNode()
                            || reply.code() == wait.path("code").asInt()
                                    && new String(reply.body(), StandardCharsets.UTF_8)
                                            .contains(contains);
            if (satisfied) {
                return reply;
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("setup waited in vain: " + step);
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
