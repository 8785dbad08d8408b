package dev.gantry.state.request;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.client.door.ByteSink;
import dev.gantry.client.door.DoorReply;
import dev.gantry.state.request.exchange.Answer;
import dev.gantry.state.request.exchange.Documents;
import dev.gantry.state.request.exchange.Headers;
import dev.gantry.state.request.read.Lists;
import dev.gantry.state.store.StoredObject;
import dev.gantry.state.watchcache.CachedObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Streams a list from stored bytes: each item without its kind and apiVersion, its revision spliced
 * in. Cost: copying, in pieces of 64 KB.
 */
final class ListBytes {

    private static final int PIECE_BYTES = 64 * 1024;
    private static final byte[] END = {']', '}'};

    private final Documents documents;

    ListBytes(Documents documents) {
        this.documents = documents;
    }

    void stream(Answer.Listing listing, DoorReply reply, List<String> warnings) {
        try (ByteSink sink = reply.begin(200, Headers.of("application/json", warnings))) {
            Pieces pieces = new Pieces(sink);
            pieces.add(head(listing));
            boolean asStored = documents.servedAsStored(listing.type());
            byte[] prefix = documents.prefix(listing.type()).getBytes(StandardCharsets.US_ASCII);
            boolean first = true;
            for (CachedObject object : listing.objects()) {
                if (!first) {
                    pieces.add(',');
                }
                first = false;
                if (asStored) {
                    addStored(pieces, object.stored(), prefix.length);
                } else {
                    addConverted(pieces, listing.type(), object.stored());
                }
            }
            pieces.add(END);
            pieces.end();
        } catch (IOException receiverGone) {
            // Nobody is left to tell.
        }
    }

    private static byte[] head(Answer.Listing listing) {
        String head =
                "{\"kind\":\"%sList\",\"apiVersion\":\"%s\",\"metadata\":%s,\"items\":["
                        .formatted(
                                listing.type().kind(),
                                listing.type().apiVersion(),
                                Json.MAPPER.writeValueAsString(Lists.metadata(listing)));
        return head.getBytes(StandardCharsets.UTF_8);
    }

    private static void addStored(Pieces pieces, StoredObject object, int prefixLength)
            throws IOException {
        byte[] body = object.body();
        pieces.add('{');
        pieces.add(body, prefixLength, object.spliceAt() - prefixLength);
        pieces.add(
                ("\"resourceVersion\":\"" + object.revision() + "\",")
                        .getBytes(StandardCharsets.US_ASCII));
        pieces.add(body, object.spliceAt(), body.length - object.spliceAt());
    }

    private void addConverted(Pieces pieces, ResourceType type, StoredObject object)
            throws IOException {
        var tree = documents.tree(type, object);
        if (documents.custom(type).isEmpty()) {
            tree.remove(List.of("kind", "apiVersion"));
        }
        pieces.add(Json.bytes(tree));
    }

    /** Gathers small writes into large ones. */
    private static final class Pieces {

        private final ByteSink sink;
        private final byte[] buffer = new byte[PIECE_BYTES];
        private int used;

        Pieces(ByteSink sink) {
            this.sink = sink;
        }

        void add(char c) throws IOException {
            if (used == buffer.length) {
                end();
            }
            buffer[used++] = (byte) c;
        }

        void add(byte[] bytes) throws IOException {
            add(bytes, 0, bytes.length);
        }

        void add(byte[] bytes, int offset, int length) throws IOException {
            if (length > buffer.length - used) {
                end();
            }
            if (length > buffer.length) {
                sink.write(bytes, offset, length);
            } else {
                System.arraycopy(bytes, offset, buffer, used, length);
                used += length;
            }
        }

        void end() throws IOException {
            sink.write(buffer, 0, used);
            used = 0;
        }
    }
}
