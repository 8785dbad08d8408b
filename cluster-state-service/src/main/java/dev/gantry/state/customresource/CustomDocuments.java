package dev.gantry.state.customresource;

import dev.gantry.api.json.Json;
import dev.gantry.state.openapi.DefinedDocuments;
import dev.gantry.state.openapi.OpenApiDocuments;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAPI of custom resources, made when it is asked for and kept while its definitions stay as
 * they are. Thread-safe.
 */
final class CustomDocuments implements DefinedDocuments {

    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
    private static final String SOURCE_OF_META = "coordination.k8s.io/v1";

    private final CustomResources types;
    private volatile Made made = new Made(List.of(), Map.of());

    private record Document(String hash, byte[] body) {}

    private record Made(List<DefinedKind> kinds, Map<String, Document> documents) {}

    CustomDocuments(CustomResources types) {
        this.types = types;
    }

    @Override
    public Map<String, String> hashes() {
        Map<String, String> hashes = new TreeMap<>();
        now().documents().forEach((name, document) -> hashes.put(name, document.hash()));
        return hashes;
    }

    @Override
    public Optional<byte[]> find(String groupVersion) {
        return Optional.ofNullable(now().documents().get(groupVersion)).map(Document::body);
    }

    private Made now() {
        List<DefinedKind> kinds = types.kinds();
        Made known = made;
        if (known.kinds() != kinds) {
            known = new Made(kinds, make(kinds, known));
            made = known;
        }
        return known;
    }

    private static Map<String, Document> make(List<DefinedKind> kinds, Made before) {
        Map<String, List<DefinedKind>> versions = new LinkedHashMap<>();
        kinds.forEach(
                kind ->
                        versions.computeIfAbsent(kind.type().apiVersion(), v -> new ArrayList<>())
                                .add(kind));
        Map<String, Document> documents = new TreeMap<>();
        versions.forEach((name, of) -> documents.put(name, document(name, of, before)));
        return documents;
    }

    /** The one from before when its definitions are the same. */
    private static Document document(String name, List<DefinedKind> kinds, Made before) {
        List<DefinedKind> then =
                before.kinds().stream().filter(k -> k.type().apiVersion().equals(name)).toList();
        Document known = before.documents().get(name);
        boolean same = known != null && then.size() == kinds.size();
        for (int i = 0; same && i < kinds.size(); i++) {
            same =
                    kinds.get(i).version() == then.get(i).version()
                            && kinds.get(i).type().equals(then.get(i).type());
        }
        if (same && known != null) {
            return known;
        }
        byte[] body = Json.bytes(tree(kinds));
        return new Document(hash(body), body);
    }

    private static ObjectNode tree(List<DefinedKind> kinds) {
        ObjectNode document = Json.object().put("openapi", "3.0.0");
        document.putObject("info").put("title", "Gantry").put("version", "v1.36.0");
        ObjectNode paths = document.putObject("paths");
        ObjectNode schemas = document.putObject("components").putObject("schemas");
        metaSchemas(schemas);
        for (DefinedKind kind : kinds) {
            CustomSchemas.add(kind, schemas);
            new CustomPaths(kind.type()).add(paths);
        }
        return document;
    }

    /** What every kind refers to, as the documents of the build have it. */
    private static void metaSchemas(ObjectNode schemas) {
        JsonNode source =
                Json.parse(new OpenApiDocuments().plain(SOURCE_OF_META))
                        .path("components")
                        .path("schemas");
        for (Map.Entry<String, JsonNode> schema : source.properties()) {
            if (schema.getKey().startsWith(META)) {
                schemas.set(schema.getKey(), schema.getValue());
            }
        }
    }

    private static String hash(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-512").digest(bytes);
            return HexFormat.of().withUpperCase().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
