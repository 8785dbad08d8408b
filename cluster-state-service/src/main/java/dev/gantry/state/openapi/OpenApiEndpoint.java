package dev.gantry.state.openapi;

import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.client.door.ByteSink;
import dev.gantry.client.door.DoorReply;
import dev.gantry.client.door.DoorRequest;
import dev.gantry.state.request.DocumentEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /openapi/v3}, {@code /openapi/v3/...} and {@code /openapi/v2}. A document asked for with
 * its hash never changes and may be kept for ever.
 */
@Component
final class OpenApiEndpoint implements DocumentEndpoint {

    private static final String V3 = "/openapi/v3";
    private static final String V2 = "/openapi/v2";

    private final OpenApiDocuments documents = new OpenApiDocuments();
    private final ObjectProvider<DefinedDocuments> defined;

    OpenApiEndpoint(ObjectProvider<DefinedDocuments> defined) {
        this.defined = defined;
    }

    private Map<String, String> definedHashes() {
        DefinedDocuments all = defined.getIfAvailable();
        return all == null ? Map.of() : all.hashes();
    }

    @Override
    public boolean handles(String path) {
        return path.equals(V2) || path.equals(V3) || path.startsWith(V3 + "/");
    }

    @Override
    public void answer(DoorRequest request, DoorReply reply) {
        String path =
                request.path().endsWith("/")
                        ? request.path().substring(0, request.path().length() - 1)
                        : request.path();
        if (path.equals(V3)) {
            index(request, reply);
        } else if (path.equals(V2)) {
            requireJson(request);
            document(request, reply, "v2");
        } else {
            document(request, reply, groupVersion(path.substring(V3.length() + 1)));
        }
    }

    /** There is no protobuf form; clients that accept it alone are told so. */
    private static void requireJson(DoorRequest request) {
        String accept = request.header("accept");
        if (accept != null
                && accept.startsWith("application/com.github.proto-openapi")
                && !accept.contains("json")
                && !accept.contains("*/*")) {
            throw ApiError.notAcceptable(
                            "only the following media types are accepted: application/json")
                    .exception();
        }
    }

    private String groupVersion(String path) {
        String name =
                path.startsWith("apis/")
                        ? path.substring("apis/".length())
                        : path.startsWith("api/") ? path.substring("api/".length()) : path;
        boolean known = documents.hash(name).isPresent() || definedHashes().containsKey(name);
        if (!known || name.equals("v2")) {
            throw ApiError.pathNotFound().exception();
        }
        return name;
    }

    private void index(DoorRequest request, DoorReply reply) {
        ObjectNode index = Json.object();
        ObjectNode paths = index.putObject("paths");
        Map<String, String> hashes = new TreeMap<>(documents.hashes());
        hashes.putAll(definedHashes());
        hashes.forEach(
                (name, hash) -> {
                    if (!name.equals("v2")) {
                        String path = (name.contains("/") ? "apis/" : "api/") + name;
                        paths.putObject(path)
                                .put("serverRelativeURL", V3 + "/" + path + "?hash=" + hash);
                    }
                });
        byte[] body = Json.bytes(index);
        send(request, reply, body, sha(body), Map.of());
    }

    private void document(DoorRequest request, DoorReply reply, String name) {
        DefinedDocuments custom = defined.getIfAvailable();
        String madeNow = custom == null ? null : custom.hashes().get(name);
        String hash = documents.hash(name).orElse(madeNow == null ? "" : madeNow);
        boolean named = request.query().contains("hash=" + hash);
        Map<String, List<String>> caching =
                named
                        ? Map.of("cache-control", List.of("public, immutable"))
                        : Map.of("cache-control", List.of("no-cache, private"));
        if (madeNow != null && custom != null) {
            byte[] body = custom.find(name).orElseThrow(() -> ApiError.pathNotFound().exception());
            send(request, reply, body, hash, caching);
            return;
        }
        String accepts = request.header("accept-encoding");
        if (accepts != null && accepts.contains("gzip")) {
            Map<String, List<String>> headers = new TreeMap<>(caching);
            headers.put("content-encoding", List.of("gzip"));
            headers.put("vary", List.of("Accept-Encoding"));
            send(request, reply, documents.compressed(name), hash, headers);
        } else {
            send(request, reply, documents.plain(name), hash, caching);
        }
    }

    private static void send(
            DoorRequest request,
            DoorReply reply,
            byte[] body,
            String hash,
            Map<String, List<String>> more) {
        String tag = '"' + hash + '"';
        Map<String, List<String>> headers = new TreeMap<>(more);
        headers.put("etag", List.of(tag));
        boolean unchanged = tag.equals(request.header("if-none-match"));
        if (!unchanged) {
            headers.put("content-type", List.of("application/json"));
            headers.put("content-length", List.of(String.valueOf(body.length)));
        }
        try (ByteSink sink = reply.begin(unchanged ? 304 : 200, headers)) {
            if (!unchanged) {
                sink.write(body);
            }
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static String sha(byte[] bytes) {
        try {
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-512").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
