package dev.gantry.client;

import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiException;
import dev.gantry.client.StateClient.Write;
import dev.gantry.client.StateClient.WriteGroup;
import dev.gantry.client.StateClient.WriteResult;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The bulk form of writes: {@code {"groups":[{"traceparent", "writes":[{method, path, query,
 * contentType, body}]}]}}, answered by {@code {"results":[{"objects":[..]} | {"index",
 * "status"}]}}.
 *
 * <p>Many groups travel in several requests, each within the server's bound. A request that fails
 * as a whole refuses its groups one by one; the others keep their results.
 */
final class BulkWrites {

    static final String PATH = "/internal/writes";

    private static final int MAX_GROUPS = 512;
    private static final int MAX_BYTES = 2 << 20;
    private static final byte[] HEAD = "{\"groups\":[".getBytes(StandardCharsets.UTF_8);
    private static final byte[] TAIL = "]}".getBytes(StandardCharsets.UTF_8);

    private final Function<byte[], JsonNode> send;

    /**
     * @param send posts one body to {@link #PATH} and gives the reply, or throws ApiException
     */
    BulkWrites(Function<byte[], JsonNode> send) {
        this.send = send;
    }

    List<WriteResult> write(List<WriteGroup> groups) {
        List<WriteResult> results = new ArrayList<>(groups.size());
        List<byte[]> part = new ArrayList<>();
        int bytes = 0;
        for (WriteGroup group : groups) {
            byte[] encoded = encode(group);
            if (!part.isEmpty()
                    && (part.size() >= MAX_GROUPS || bytes + encoded.length > MAX_BYTES)) {
                results.addAll(post(part, bytes));
                part.clear();
                bytes = 0;
            }
            part.add(encoded);
            bytes += encoded.length + 1;
        }
        if (!part.isEmpty()) {
            results.addAll(post(part, bytes));
        }
        return results;
    }

    private List<WriteResult> post(List<byte[]> part, int bytes) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(bytes + HEAD.length + TAIL.length);
        body.writeBytes(HEAD);
        for (int i = 0; i < part.size(); i++) {
            if (i > 0) {
                body.write(',');
            }
            body.writeBytes(part.get(i));
        }
        body.writeBytes(TAIL);
        try {
            return read(send.apply(body.toByteArray()), part.size());
        } catch (ApiException e) {
            return refuseAll(part.size(), e.error());
        }
    }

    private static List<WriteResult> read(JsonNode reply, int expected) {
        JsonNode results = reply.path("results");
        if (results.size() != expected) {
            return refuseAll(
                    expected,
                    ApiError.internal(
                            "expected %d results of a bulk write, found %d"
                                    .formatted(expected, results.size())));
        }
        return results.valueStream().map(BulkWrites::result).toList();
    }

    private static List<WriteResult> refuseAll(int count, ApiError error) {
        WriteResult refused = new WriteResult.Refused(0, error);
        return java.util.Collections.nCopies(count, refused);
    }

    private static WriteResult result(JsonNode result) {
        JsonNode status = result.get("status");
        return status == null
                ? new WriteResult.Written(result.path("objects").valueStream().toList())
                : new WriteResult.Refused(
                        result.path("index").asInt(0), StatusReader.read(status, 500));
    }

    private static byte[] encode(WriteGroup group) {
        ObjectNode node = Json.object();
        if (group.traceParent() != null) {
            node.put("traceparent", group.traceParent());
        }
        ArrayNode writes = node.putArray("writes");
        for (Write write : group.writes()) {
            ObjectNode one =
                    writes.addObject()
                            .put("method", write.method())
                            .put("path", Paths.encode(write.path()))
                            .put("query", write.query())
                            .put("contentType", write.contentType());
            if (write.body() != null) {
                one.set("body", write.body());
            }
        }
        return Json.bytes(node);
    }
}
