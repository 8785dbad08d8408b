package dev.gantry.gateway.usage;

import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiException;
import dev.gantry.gateway.proxy.NodePages;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * What the agents told last, asked again when it is old; many nodes at once. Thread-safe. Holds one
 * document a node that is asked for.
 */
final class Summaries {

    private static final Logger log = LoggerFactory.getLogger(Summaries.class);
    private static final int AT_ONCE = 64;

    private final NodePages pages;
    private final UsageSettings settings;
    private final Clock clock;
    private final Semaphore slots = new Semaphore(AT_ONCE);
    private final Map<String, Asked> asked = new ConcurrentHashMap<>();

    private record Asked(Instant at, CompletableFuture<JsonNode> answer) {}

    Summaries(NodePages pages, UsageSettings settings, Clock clock) {
        this.pages = pages;
        this.settings = settings;
        this.clock = clock;
    }

    /** By node its summary; a missing document for one that tells none. */
    Map<String, JsonNode> of(List<JsonNode> nodes) {
        Map<String, CompletableFuture<JsonNode>> answers = new HashMap<>();
        for (JsonNode node : nodes) {
            answers.put(Json.text(node, "metadata", "name"), ask(node));
        }
        Map<String, JsonNode> told = new HashMap<>();
        answers.forEach((name, answer) -> told.put(name, answer.join()));
        return told;
    }

    private CompletableFuture<JsonNode> ask(JsonNode node) {
        Instant now = clock.instant();
        String name = Json.text(node, "metadata", "name");
        return asked.compute(
                        name,
                        (key, last) ->
                                last != null && now.isBefore(last.at().plus(settings.freshFor()))
                                        ? last
                                        : new Asked(now, start(name, node)))
                .answer();
    }

    private CompletableFuture<JsonNode> start(String name, JsonNode node) {
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        Thread.ofVirtual()
                .name("api-gateway/usage " + name)
                .start(() -> answer.complete(read(name, node)));
        return answer;
    }

    /** A missing node when there is nothing to read. */
    private JsonNode read(String name, JsonNode node) {
        slots.acquireUninterruptibly();
        try {
            return Json.parse(pages.read(node, "/stats/summary"));
        } catch (IOException | RuntimeException e) {
            String why = e instanceof ApiException api ? api.error().message() : e.getMessage();
            log.atInfo().addKeyValue("node", name).addKeyValue("why", why).log("no usage is told");
            return Json.MAPPER.missingNode();
        } finally {
            slots.release();
        }
    }

    /** Forgets all nodes but these. */
    void keep(List<JsonNode> nodes) {
        Set<String> names =
                nodes.stream()
                        .map(n -> Json.text(n, "metadata", "name"))
                        .collect(Collectors.toSet());
        asked.keySet().retainAll(names);
    }
}
