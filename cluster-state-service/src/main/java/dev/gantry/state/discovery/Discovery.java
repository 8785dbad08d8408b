package dev.gantry.state.discovery;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.digest.Sha256;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.state.request.exchange.Accepts;
import dev.gantry.state.request.exchange.Encoder;
import dev.gantry.state.served.ServedTypes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Discovery documents, legacy and aggregated. Kubernetes: "API Concepts", "API discovery".
 * Thread-safe; documents are made again when the set of types has changed.
 */
public final class Discovery {

    private static final String AGGREGATED_TYPE =
            "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    private final ServedTypes types;
    private final String serverAddress;
    private final Encoder encoder;
    private volatile @Nullable Aggregated cached;

    /**
     * @param serverAddress where clients reach the API, for {@code /api}
     */
    public Discovery(ServedTypes types, String serverAddress, Encoder encoder) {
        this.encoder = encoder;
        this.types = types;
        this.serverAddress = serverAddress;
    }

    /**
     * A document as bytes.
     *
     * @param etag empty when it has none
     */
    public record Document(String contentType, String etag, byte[] body) {}

    private record Aggregated(List<ResourceType> types, Document core, Document groups) {}

    /**
     * The document at a path below {@code /api} or {@code /apis}.
     *
     * @throws dev.gantry.api.status.ApiException 406 when it cannot be had in a form that is asked
     *     for
     */
    public Optional<Document> find(List<String> segments, @Nullable String accept) {
        boolean core = segments.get(0).equals("api");
        if (segments.size() == 1 && wantsAggregated(accept)) {
            Aggregated aggregated = aggregated();
            return Optional.of(core ? aggregated.core() : aggregated.groups());
        }
        Accepts accepts = Accepts.negotiate(plain(accept), false);
        return legacy(segments, core).map(tree -> document(tree, accepts));
    }

    /** Every path that has a document. */
    public Collection<String> paths() {
        TreeSet<String> paths = new TreeSet<>(List.of("/api", "/api/v1", "/apis"));
        for (ResourceType type : types.types()) {
            if (!type.group().isEmpty()) {
                paths.add("/apis/" + type.group());
                paths.add("/apis/" + type.group() + "/" + type.version());
            }
        }
        return paths;
    }

    /** Whether the aggregated form is the first that the header asks for and that we have. */
    private static boolean wantsAggregated(@Nullable String accept) {
        if (accept == null) {
            return false;
        }
        for (Accepts.Clause clause : Accepts.clauses(accept)) {
            String as = clause.parameters().getOrDefault("as", "");
            if (as.isEmpty()) {
                return false;
            }
            if (as.equals("APIGroupDiscoveryList")
                    && clause.mediaType().equals("application/json")
                    && "apidiscovery.k8s.io".equals(clause.parameters().get("g"))
                    && "v2".equals(clause.parameters().get("v"))) {
                return true;
            }
        }
        return false;
    }

    /** The header without the clauses that ask for views which legacy documents do not have. */
    private static @Nullable String plain(@Nullable String accept) {
        if (accept == null || accept.isBlank()) {
            return accept;
        }
        List<String> kept = new ArrayList<>();
        for (String clause : accept.split(",")) {
            if (!clause.contains("as=")) {
                kept.add(clause.strip());
            }
        }
        if (kept.isEmpty()) {
            throw ApiError.notAcceptable(
                            "only the following media types are accepted: application/json,"
                                    + " application/yaml, application/vnd.kubernetes.protobuf, "
                                    + AGGREGATED_TYPE)
                    .exception();
        }
        return String.join(",", kept);
    }

    private Optional<ObjectNode> legacy(List<String> segments, boolean core) {
        Collection<ResourceType> all = types.types();
        if (core) {
            return switch (segments.size()) {
                case 1 -> Optional.of(LegacyDocuments.versions(serverAddress));
                case 2 -> LegacyDocuments.resources(all, "", segments.get(1));
                default -> Optional.empty();
            };
        }
        return switch (segments.size()) {
            case 1 -> Optional.of(LegacyDocuments.groups(all));
            case 2 -> LegacyDocuments.group(all, segments.get(1));
            case 3 -> LegacyDocuments.resources(all, segments.get(1), segments.get(2));
            default -> Optional.empty();
        };
    }

    private Document document(ObjectNode tree, Accepts accepts) {
        return new Document(accepts.encoding().mediaType(), "", encoder.encode(tree, accepts));
    }

    private Aggregated aggregated() {
        List<ResourceType> now = List.copyOf(types.types());
        Aggregated found = cached;
        if (found == null || !found.types().equals(now)) {
            found =
                    new Aggregated(
                            now,
                            tagged(AggregatedDocuments.core(now)),
                            tagged(AggregatedDocuments.groups(now)));
            cached = found;
        }
        return found;
    }

    private static Document tagged(ArrayNode items) {
        ObjectNode list = Json.object();
        list.put("kind", "APIGroupDiscoveryList").put("apiVersion", "apidiscovery.k8s.io/v2");
        list.putObject("metadata");
        list.set("items", items);
        byte[] body = Json.bytes(list);
        return new Document(AGGREGATED_TYPE, hash(body), body);
    }

    private static String hash(byte[] body) {
        return HexFormat.of().withUpperCase().formatHex(Sha256.of(body));
    }
}
