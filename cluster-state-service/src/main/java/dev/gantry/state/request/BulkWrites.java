package dev.gantry.state.request;

import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiException;
import dev.gantry.client.Fence;
import dev.gantry.client.door.DoorRequest;
import dev.gantry.state.request.exchange.Answer;
import dev.gantry.state.request.exchange.ApiRequest;
import dev.gantry.state.request.exchange.Documents;
import dev.gantry.state.request.exchange.Query;
import dev.gantry.state.request.exchange.Target;
import dev.gantry.state.request.exchange.Verb;
import dev.gantry.state.request.write.Commits;
import dev.gantry.state.request.write.Commits.Member;
import dev.gantry.state.request.write.Commits.MemberRefused;
import dev.gantry.state.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Many groups of writes in one request, each group all or nothing and independent of the others.
 *
 * <pre>
 * {"groups":[{"traceparent","writes":[{"method","path","query","contentType","body"}]}]}
 * {"results":[{"objects":[...]} | {"index":i,"status":{...}}]}
 * </pre>
 *
 * Every write goes through what a single request goes through. Bounded: at most {@value
 * #MAX_GROUPS} groups of at most {@value #MAX_WRITES} writes, {@value #AT_A_TIME} groups at a time.
 */
final class BulkWrites {

    static final int MAX_GROUPS = 2000;
    static final int MAX_WRITES = 100;
    static final int AT_A_TIME = 256;

    private static final Logger LOG = LoggerFactory.getLogger(BulkWrites.class);

    private final Routing routing;
    private final Access access;
    private final Verbs verbs;
    private final Commits commits;
    private final Documents documents;

    BulkWrites(Routing routing, Access access, Verbs verbs, Commits commits, Documents documents) {
        this.routing = routing;
        this.access = access;
        this.verbs = verbs;
        this.commits = commits;
        this.documents = documents;
    }

    /**
     * The results, in the order of the groups.
     *
     * @throws ApiException 400 when the request as a whole cannot be understood
     */
    ObjectNode answer(DoorRequest request) {
        JsonNode groups = groups(request.body());
        ObjectNode answer = Json.object();
        ArrayNode results = answer.putArray("results");
        Semaphore running = new Semaphore(AT_A_TIME);
        List<Future<ObjectNode>> futures = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (JsonNode group : groups) {
                running.acquire();
                futures.add(
                        threads.submit(
                                () -> {
                                    try {
                                        return group(request, group);
                                    } finally {
                                        running.release();
                                    }
                                }));
            }
            for (Future<ObjectNode> future : futures) {
                results.add(future.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ApiError.timeout("the request was interrupted").exception();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        return answer;
    }

    private static JsonNode groups(byte[] body) {
        JsonNode groups;
        try {
            groups = Json.parse(body).path("groups");
        } catch (JacksonException e) {
            throw ApiError.badRequest("no JSON: " + e.getOriginalMessage()).exception();
        }
        if (!groups.isArray() || groups.size() > MAX_GROUPS) {
            throw ApiError.badRequest(
                            "groups: expected an array of at most %d, found %s"
                                    .formatted(MAX_GROUPS, describe(groups)))
                    .exception();
        }
        return groups;
    }

    private static String describe(JsonNode node) {
        return node.isArray() ? "one of " + node.size() : node.getNodeType().toString();
    }

    private ObjectNode group(DoorRequest request, JsonNode group) {
        JsonNode writes = group.path("writes");
        if (!writes.isArray() || writes.isEmpty() || writes.size() > MAX_WRITES) {
            return refused(
                    0,
                    ApiError.badRequest(
                            "writes: expected an array of 1 to %d, found %s"
                                    .formatted(MAX_WRITES, describe(writes))));
        }
        List<Member> members = new ArrayList<>();
        String own = Json.text(group, "traceparent");
        String trace = own.isEmpty() ? request.header("traceparent") : own;
        try {
            for (JsonNode write : writes) {
                members.add(member(request, write, trace));
            }
            ObjectNode result = Json.object();
            ArrayNode objects = result.putArray("objects");
            commits.runAll(members).forEach(answer -> objects.add(tree(answer)));
            return result;
        } catch (MemberRefused e) {
            return refused(e.index(), e.error());
        } catch (ApiException e) {
            return refused(members.size() % writes.size(), e.error());
        } catch (ObjectStore.OutcomeUnknown e) {
            return refused(0, ApiError.timeout("the outcome is not known: " + e.getMessage()));
        } catch (ObjectStore.StoreUnavailable e) {
            return refused(
                    0, ApiError.unavailable("the store cannot be reached: " + e.getMessage()));
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("a bulk write met a bug");
            return refused(0, ApiError.internal(String.valueOf(e.getMessage())));
        }
    }

    private Member member(DoorRequest request, JsonNode write, @Nullable String trace) {
        String path = Json.text(write, "path");
        if (!(routing.resolve(path) instanceof Route.Resource resource)) {
            throw ApiError.pathNotFound().exception();
        }
        Target target = resource.target();
        Query query = Query.parse(Json.text(write, "query"));
        Verb verb = LocalStateDoor.verb(Json.text(write, "method"), target, query);
        access.check(request.caller(), verb, target, query);
        JsonNode body = write.path("body");
        String contentType = Json.text(write, "contentType");
        String userAgent = request.header("user-agent");
        ApiRequest single =
                new ApiRequest(
                        request.caller(),
                        verb,
                        target,
                        query,
                        contentType.isEmpty() ? null : contentType,
                        userAgent == null ? "" : userAgent,
                        body.isMissingNode() || body.isNull() ? new byte[0] : Json.bytes(body),
                        request.header(Fence.HEADER),
                        trace,
                        false);
        return new Member(single, verbs.action(single));
    }

    private JsonNode tree(Answer answer) {
        return switch (answer) {
            case Answer.Stored stored -> documents.tree(stored.type(), stored.object());
            case Answer.Tree tree -> tree.tree();
            case Answer.Listing listing -> Json.object();
            case Answer.Streaming streaming -> Json.object();
        };
    }

    private static ObjectNode refused(int index, ApiError error) {
        ObjectNode result = Json.object().put("index", index);
        result.set("status", error.toStatus());
        return result;
    }
}
