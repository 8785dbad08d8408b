package dev.gantry.client;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a service says to the state service. Every failure of a single call is an {@code
 * ApiException}. Safe for concurrent use.
 */
public interface StateClient {

    /** A consistent read; null when there is none. */
    @Nullable ObjectNode get(ResourceType type, String namespace, String name);

    /** A consistent list; {@code query} holds labelSelector, fieldSelector, limit, continue. */
    Listing list(ResourceType type, String namespace, Map<String, String> query);

    /** As {@link #list}, the documents as bytes: for who keeps many of them. */
    default ByteListing listBytes(ResourceType type, String namespace, Map<String, String> query) {
        Listing listing = list(type, namespace, query);
        return new ByteListing(
                listing.items().stream().map(Json::bytes).toList(),
                listing.revision(),
                listing.continueToken());
    }

    /** The stored object, its resourceVersion set. */
    ObjectNode create(ResourceType type, String namespace, JsonNode object);

    /** Replaces; {@code metadata.resourceVersion}, where set, must be current. */
    ObjectNode update(ResourceType type, JsonNode object);

    /** Replaces a subresource such as {@code status}. */
    ObjectNode update(ResourceType type, JsonNode object, String subresource);

    /**
     * Patches.
     *
     * @param contentType for example {@code application/merge-patch+json}
     * @param subresource empty for the object itself
     */
    ObjectNode patch(
            ResourceType type,
            String namespace,
            String name,
            String subresource,
            String contentType,
            JsonNode patch);

    /** Deletes; {@code options} is a DeleteOptions document, null for the defaults. */
    JsonNode delete(ResourceType type, String namespace, String name, @Nullable JsonNode options);

    /** Writes each group atomically and independently of the others; results in the same order. */
    List<WriteResult> writeAll(List<WriteGroup> groups);

    /** A client whose every write carries the fence. */
    StateClient fenced(Fence fence);

    /**
     * Starts a watch on a thread of its own. {@code watch=true} is added to {@code query}, which
     * holds resourceVersion, allowWatchBookmarks, labelSelector, fieldSelector.
     *
     * <p>The handler is called on that thread, in the order of the stream; while it blocks, the
     * stream waits. Closing the watch ends the stream soon, without waiting for it.
     *
     * @param namespace empty for all
     */
    Watch watch(
            ResourceType type, String namespace, Map<String, String> query, WatchHandler handler);

    /** A running watch. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /** Takes what a watch brings. */
    interface WatchHandler {
        /** One event of the stream, bookmarks included; an ERROR event comes as {@link #ended}. */
        void event(WatchEvent event);

        /**
         * The stream is over, told exactly once and last.
         *
         * @param error null for an orderly end (time-out, closed); code 410 means: list again
         */
        void ended(@Nullable ApiError error);
    }

    /**
     * One event of a watch.
     *
     * @param type ADDED, MODIFIED, DELETED or BOOKMARK
     * @param object the document's JSON
     * @param traceParent W3C trace context of the change; null when not known
     */
    record WatchEvent(String type, byte[] object, @Nullable String traceParent) {
        public WatchEvent(String type, byte[] object) {
            this(type, object, null);
        }
    }

    /** A list with the revision that it is consistent at. */
    record Listing(List<JsonNode> items, long revision, String continueToken) {}

    /** A list of documents as bytes. */
    record ByteListing(List<byte[]> items, long revision, String continueToken) {}

    /**
     * Writes that happen together or not at all.
     *
     * @param traceParent W3C trace context of what caused them; null for the calling thread's
     */
    record WriteGroup(List<Write> writes, @Nullable String traceParent) {
        public WriteGroup(List<Write> writes) {
            this(writes, null);
        }

        /** As caused by what has the trace. */
        public WriteGroup causedBy(@Nullable String trace) {
            return new WriteGroup(writes, trace);
        }

        public static WriteGroup of(Write write) {
            return new WriteGroup(List.of(write));
        }
    }

    /**
     * One write as a request: method and path decide what it is.
     *
     * @param query raw, may be empty
     * @param contentType empty when there is no body
     */
    record Write(
            String method, String path, String query, String contentType, @Nullable JsonNode body) {

        public static Write create(ResourceType type, String namespace, JsonNode body) {
            return new Write("POST", type.path(namespace), "", "application/json", body);
        }

        public static Write update(ResourceType type, JsonNode body, String subresource) {
            JsonNode metadata = body.path("metadata");
            String path =
                    type.path(
                            metadata.path("namespace").asString(""),
                            metadata.path("name").asString(""));
            return new Write(
                    "PUT",
                    subresource.isEmpty() ? path : path + "/" + subresource,
                    "",
                    "application/json",
                    body);
        }

        /**
         * @param subresource empty for the object itself
         */
        public static Write patch(
                ResourceType type,
                String namespace,
                String name,
                String subresource,
                String contentType,
                JsonNode patch) {
            String path = type.path(namespace, name);
            return new Write(
                    "PATCH",
                    subresource.isEmpty() ? path : path + "/" + subresource,
                    "",
                    contentType,
                    patch);
        }

        /** Creates a subresource such as {@code binding} or {@code eviction}. */
        public static Write create(
                ResourceType type,
                String namespace,
                String name,
                String subresource,
                JsonNode body) {
            String path = type.path(namespace, name) + "/" + subresource;
            return new Write("POST", path, "", "application/json", body);
        }

        public static Write delete(
                ResourceType type, String namespace, String name, JsonNode options) {
            return new Write("DELETE", type.path(namespace, name), "", "application/json", options);
        }
    }

    /** The outcome of one group. */
    sealed interface WriteResult {
        /** All written; the objects as stored, in the order of the writes. */
        record Written(List<JsonNode> objects) implements WriteResult {
            /** The highest revision of the group, 0 when nothing has one. */
            public long revision() {
                return objects.stream()
                        .mapToLong(
                                o ->
                                        Long.parseLong(
                                                o.path("metadata")
                                                        .path("resourceVersion")
                                                        .asString("0")))
                        .max()
                        .orElse(0);
            }
        }

        /** Nothing written; the first failure and the index of its write. */
        record Refused(int index, ApiError error) implements WriteResult {}
    }
}
