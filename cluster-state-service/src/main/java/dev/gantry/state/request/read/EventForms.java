package dev.gantry.state.request.read;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.client.door.ByteSink;
import dev.gantry.state.request.exchange.Accepts;
import dev.gantry.state.request.exchange.Documents;
import dev.gantry.state.request.exchange.Encoder;
import dev.gantry.state.request.exchange.Partial;
import dev.gantry.state.store.StoredObject;
import dev.gantry.state.table.Tables;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** How events of a watch are written, by the form that was asked for. */
final class EventForms {

    private static final byte[] END = {'}', '\n'};

    private final Documents documents;
    private final Encoder encoder;
    private final Clock clock;

    EventForms(Documents documents, Encoder encoder, Clock clock) {
        this.documents = documents;
        this.encoder = encoder;
        this.clock = clock;
    }

    /** Writes events of one watch. Not thread-safe: a Table tells its columns once. */
    interface Form {
        String contentType();

        /** One event; the object's revision is the event's. The trace is told where asked for. */
        void write(ByteSink sink, String kind, StoredObject object, @Nullable String traceParent)
                throws IOException;

        byte[] bookmark(long revision, boolean endOfInitial);

        byte[] error(ApiError error);
    }

    Form of(ResourceType type, Accepts accepts, String includeObject, boolean traces) {
        if (accepts.encoding() == Accepts.Encoding.PROTOBUF) {
            return new Protobuf(type, accepts);
        }
        return switch (accepts.view()) {
            case PLAIN ->
                    documents.servedAsStored(type)
                            ? new Spliced(type, traces)
                            : new Trees(type, accepts);
            case PARTIAL -> new Trees(type, accepts);
            case TABLE -> new TableRows(type, accepts, includeObject);
        };
    }

    /** The object under another revision. */
    static StoredObject at(StoredObject object, long revision) {
        return new StoredObject(
                object.key(),
                object.uid(),
                revision,
                object.createdRevision(),
                object.body(),
                object.spliceAt());
    }

    private static ObjectNode bookmarkObject(
            String kind, String apiVersion, long revision, boolean endOfInitial) {
        ObjectNode object = Json.object().put("kind", kind).put("apiVersion", apiVersion);
        ObjectNode metadata = object.putObject("metadata");
        metadata.put("resourceVersion", Long.toString(revision));
        if (endOfInitial) {
            metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
        }
        return object;
    }

    private static byte[] line(String kind, ObjectNode object) {
        byte[] body = Json.bytes(object);
        byte[] head = head(kind);
        return ByteBuffer.allocate(head.length + body.length + END.length)
                .put(head)
                .put(body)
                .put(END)
                .array();
    }

    private static byte[] head(String kind) {
        return ("{\"type\":\"" + kind + "\",\"object\":").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] head(String kind, String traceParent) {
        return ("{\"type\":\"%s\",\"traceparent\":\"%s\",\"object\":".formatted(kind, traceParent))
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** JSON from stored bytes: nothing is parsed. */
    private static final class Spliced implements Form {

        private final ResourceType type;
        private final boolean traces;
        private final Map<String, byte[]> heads =
                Map.of(
                        "ADDED", head("ADDED"),
                        "MODIFIED", head("MODIFIED"),
                        "DELETED", head("DELETED"));

        Spliced(ResourceType type, boolean traces) {
            this.type = type;
            this.traces = traces;
        }

        @Override
        public String contentType() {
            return "application/json";
        }

        @Override
        public void write(
                ByteSink sink, String kind, StoredObject object, @Nullable String traceParent)
                throws IOException {
            byte[] body = object.rendered();
            byte[] head =
                    traces && traceParent != null
                            ? head(kind, traceParent)
                            : heads.getOrDefault(kind, END);
            byte[] whole = new byte[head.length + body.length + END.length];
            System.arraycopy(head, 0, whole, 0, head.length);
            System.arraycopy(body, 0, whole, head.length, body.length);
            System.arraycopy(END, 0, whole, head.length + body.length, END.length);
            sink.write(whole);
        }

        @Override
        public byte[] bookmark(long revision, boolean endOfInitial) {
            return line(
                    "BOOKMARK",
                    bookmarkObject(type.kind(), type.apiVersion(), revision, endOfInitial));
        }

        @Override
        public byte[] error(ApiError error) {
            return line("ERROR", error.toStatus());
        }
    }

    /** JSON of converted or partial documents. */
    private final class Trees implements Form {

        private final ResourceType type;
        private final Accepts accepts;

        Trees(ResourceType type, Accepts accepts) {
            this.type = type;
            this.accepts = accepts;
        }

        @Override
        public String contentType() {
            return "application/json";
        }

        @Override
        public void write(
                ByteSink sink, String kind, StoredObject object, @Nullable String traceParent)
                throws IOException {
            sink.write(line(kind, view(documents.tree(type, object))));
        }

        private ObjectNode view(ObjectNode tree) {
            return accepts.view() == Accepts.View.PARTIAL
                    ? Partial.of(tree, accepts.version())
                    : tree;
        }

        @Override
        public byte[] bookmark(long revision, boolean endOfInitial) {
            return line(
                    "BOOKMARK",
                    view(bookmarkObject(type.kind(), type.apiVersion(), revision, endOfInitial)));
        }

        @Override
        public byte[] error(ApiError error) {
            return line("ERROR", error.toStatus());
        }
    }

    /** Every event is a Table of one row; the first one tells the columns. */
    private final class TableRows implements Form {

        private final ResourceType type;
        private final Accepts accepts;
        private final String includeObject;
        private boolean columnsTold;

        TableRows(ResourceType type, Accepts accepts, String includeObject) {
            this.type = type;
            this.accepts = accepts;
            this.includeObject = includeObject;
        }

        @Override
        public String contentType() {
            return "application/json";
        }

        @Override
        public void write(
                ByteSink sink, String kind, StoredObject object, @Nullable String traceParent)
                throws IOException {
            ObjectNode metadata =
                    Json.object().put("resourceVersion", Long.toString(object.revision()));
            ObjectNode table = table(List.of(documents.tree(type, object)), metadata);
            sink.write(line(kind, table));
        }

        private ObjectNode table(List<ObjectNode> rows, ObjectNode metadata) {
            boolean columns = !columnsTold;
            columnsTold = true;
            return Tables.render(
                    type,
                    documents.custom(type),
                    rows,
                    includeObject,
                    accepts.version(),
                    metadata,
                    clock.instant(),
                    columns);
        }

        @Override
        public byte[] bookmark(long revision, boolean endOfInitial) {
            ObjectNode object =
                    bookmarkObject(type.kind(), type.apiVersion(), revision, endOfInitial);
            ObjectNode metadata = Json.object().put("resourceVersion", Long.toString(revision));
            return line("BOOKMARK", table(List.of(object), metadata));
        }

        @Override
        public byte[] error(ApiError error) {
            return line("ERROR", error.toStatus());
        }
    }

    /** Length-prefixed WatchEvents. Kubernetes: "API Concepts", "Protobuf encoding". */
    private final class Protobuf implements Form {

        private final ResourceType type;
        private final Accepts accepts;

        Protobuf(ResourceType type, Accepts accepts) {
            this.type = type;
            this.accepts = accepts;
        }

        @Override
        public String contentType() {
            return "application/vnd.kubernetes.protobuf;stream=watch";
        }

        @Override
        public void write(
                ByteSink sink, String kind, StoredObject object, @Nullable String traceParent)
                throws IOException {
            sink.write(frame(kind, view(documents.tree(type, object))));
        }

        private ObjectNode view(ObjectNode tree) {
            return accepts.view() == Accepts.View.PARTIAL
                    ? Partial.of(tree, accepts.version())
                    : tree;
        }

        @Override
        public byte[] bookmark(long revision, boolean endOfInitial) {
            return frame(
                    "BOOKMARK",
                    view(bookmarkObject(type.kind(), type.apiVersion(), revision, endOfInitial)));
        }

        @Override
        public byte[] error(ApiError error) {
            return frame("ERROR", error.toStatus());
        }

        /** {@code WatchEvent{1: type, 2: RawExtension{1: object}}} behind its length. */
        private byte[] frame(String kind, ObjectNode object) {
            byte[] extension = field(1, encoder.protobuf(object));
            ByteArrayOutputStream event = new ByteArrayOutputStream();
            event.writeBytes(field(1, kind.getBytes(StandardCharsets.US_ASCII)));
            event.writeBytes(field(2, extension));
            return ByteBuffer.allocate(4 + event.size())
                    .putInt(event.size())
                    .put(event.toByteArray())
                    .array();
        }

        private static byte[] field(int number, byte[] content) {
            ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 6);
            out.write(number << 3 | 2);
            int length = content.length;
            while (length >= 0x80) {
                out.write(length & 0x7f | 0x80);
                length >>>= 7;
            }
            out.write(length);
            out.writeBytes(content);
            return out.toByteArray();
        }
    }
}
