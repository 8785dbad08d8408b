package dev.gantry.state.request;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.client.door.ByteSink;
import dev.gantry.client.door.DoorReply;
import dev.gantry.state.request.exchange.Accepts;
import dev.gantry.state.request.exchange.Accepts.Encoding;
import dev.gantry.state.request.exchange.Accepts.View;
import dev.gantry.state.request.exchange.Answer;
import dev.gantry.state.request.exchange.ApiRequest;
import dev.gantry.state.request.exchange.Documents;
import dev.gantry.state.request.exchange.Encoder;
import dev.gantry.state.request.exchange.Headers;
import dev.gantry.state.request.exchange.Partial;
import dev.gantry.state.request.read.Lists;
import dev.gantry.state.table.Tables;
import dev.gantry.state.watchcache.CachedObject;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Gives answers their form. Stored objects wanted as plain JSON are never parsed. Thread-safe. */
final class Renderer {

    private final Documents documents;
    private final ListBytes listBytes;
    private final Encoder encoder;
    private final Clock clock;

    Renderer(Documents documents, Encoder encoder, Clock clock) {
        this.documents = documents;
        this.encoder = encoder;
        this.listBytes = new ListBytes(documents);
        this.clock = clock;
    }

    /**
     * Sends an answer; an IOException of the sink ends quietly, as nobody is left to tell.
     *
     * @return the HTTP code
     */
    int send(DoorReply reply, Accepts accepts, ApiRequest request, Answer answer) {
        String wanted = request.query().text("includeObject");
        String includeObject = wanted.isEmpty() ? "Metadata" : wanted;
        return switch (answer) {
            case Answer.Streaming streaming -> {
                streaming.stream(reply, accepts, request.warnings());
                yield 200;
            }
            case Answer.Stored stored -> {
                byte[] body =
                        plainJson(accepts)
                                ? documents.json(stored.type(), stored.object())
                                : encoder.encode(one(accepts, stored, includeObject), accepts);
                yield send(reply, accepts, stored.code(), body, request.warnings());
            }
            case Answer.Tree tree -> {
                ObjectNode shown = view(accepts, tree.type(), tree.tree(), includeObject);
                yield send(
                        reply,
                        accepts,
                        tree.code(),
                        encoder.encode(shown, accepts),
                        request.warnings());
            }
            case Answer.Listing listing -> {
                if (plainJson(accepts)) {
                    listBytes.stream(listing, reply, request.warnings());
                    yield 200;
                }
                byte[] body = encoder.encode(list(accepts, listing, includeObject), accepts);
                yield send(reply, accepts, 200, body, request.warnings());
            }
        };
    }

    private static boolean plainJson(Accepts accepts) {
        return accepts.encoding() == Encoding.JSON
                && accepts.view() == View.PLAIN
                && !accepts.pretty();
    }

    private ObjectNode one(Accepts accepts, Answer.Stored stored, String includeObject) {
        ObjectNode tree = documents.tree(stored.type(), stored.object());
        return view(accepts, stored.type(), tree, includeObject);
    }

    private ObjectNode view(
            Accepts accepts, ResourceType type, ObjectNode tree, String includeObject) {
        boolean status = Json.text(tree, "kind").equals("Status");
        return switch (accepts.view()) {
            case PLAIN -> tree;
            case PARTIAL -> status ? tree : Partial.of(tree, accepts.version());
            case TABLE -> {
                if (status) {
                    yield tree;
                }
                if (Json.text(tree, "kind").equals("Scale")) {
                    yield Tables.scale(tree, includeObject, accepts.version(), clock.instant());
                }
                ObjectNode metadata = Json.object();
                metadata.put("resourceVersion", Json.text(tree, "metadata", "resourceVersion"));
                yield Tables.render(
                        type,
                        documents.custom(type),
                        List.of(tree),
                        includeObject,
                        accepts.version(),
                        metadata,
                        clock.instant(),
                        true);
            }
        };
    }

    private ObjectNode list(Accepts accepts, Answer.Listing listing, String includeObject) {
        List<ObjectNode> items = new ArrayList<>(listing.objects().size());
        for (CachedObject object : listing.objects()) {
            items.add(documents.tree(listing.type(), object.stored()));
        }
        ObjectNode metadata = Lists.metadata(listing);
        if (accepts.view() == View.TABLE) {
            return Tables.render(
                    listing.type(),
                    documents.custom(listing.type()),
                    items,
                    includeObject,
                    accepts.version(),
                    metadata,
                    clock.instant(),
                    true);
        }
        boolean partial = accepts.view() == View.PARTIAL;
        ObjectNode list = Json.object();
        list.put("kind", partial ? "PartialObjectMetadataList" : listing.type().kind() + "List");
        list.put(
                "apiVersion",
                partial ? "meta.k8s.io/" + accepts.version() : listing.type().apiVersion());
        list.set("metadata", metadata);
        ArrayNode array = list.putArray("items");
        boolean custom = documents.custom(listing.type()).isPresent();
        for (ObjectNode item : items) {
            array.add(partial ? Partial.of(item, accepts.version()) : custom ? item : bare(item));
        }
        return list;
    }

    /** Items of a list have no kind of their own, but for custom resources. */
    private static ObjectNode bare(ObjectNode item) {
        item.remove(List.of("kind", "apiVersion"));
        return item;
    }

    int fail(DoorReply reply, Accepts accepts, ApiError error, List<String> warnings) {
        byte[] body = encoder.encode(error.toStatus(), accepts);
        Map<String, List<String>> headers = Headers.of(accepts.encoding().mediaType(), warnings);
        if (error.retryAfterSeconds() > 0) {
            headers.put("retry-after", List.of(Integer.toString(error.retryAfterSeconds())));
        }
        write(reply, error.code(), headers, body);
        return error.code();
    }

    int send(DoorReply reply, Accepts accepts, int code, byte[] body, List<String> warnings) {
        write(reply, code, Headers.of(accepts.encoding().mediaType(), warnings), body);
        return code;
    }

    static void write(DoorReply reply, int code, Map<String, List<String>> headers, byte[] body) {
        headers.put("content-length", List.of(Integer.toString(body.length)));
        try (ByteSink sink = reply.begin(code, headers)) {
            sink.write(body);
        } catch (IOException receiverGone) {
            // Nobody is left to tell.
        }
    }
}
