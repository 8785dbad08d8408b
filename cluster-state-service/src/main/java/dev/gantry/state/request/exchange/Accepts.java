package dev.gantry.state.request.exchange;

import dev.gantry.api.status.ApiError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The form in which an answer is wanted. Kubernetes: "API Concepts", "Alternate representations of
 * resources" and "Receiving resources as Tables".
 *
 * @param version of the view, {@code v1} or {@code v1beta1}; empty for {@link View#PLAIN}
 */
public record Accepts(Encoding encoding, View view, String version, boolean pretty) {

    public static final Accepts JSON = new Accepts(Encoding.JSON, View.PLAIN, "", false);

    private static final String OFFERED =
            "application/json, application/yaml, application/vnd.kubernetes.protobuf";

    /** How documents become bytes. */
    public enum Encoding {
        JSON("application/json"),
        YAML("application/yaml"),
        PROTOBUF("application/vnd.kubernetes.protobuf");

        private final String mediaType;

        Encoding(String mediaType) {
            this.mediaType = mediaType;
        }

        public String mediaType() {
            return mediaType;
        }
    }

    /** What is shown of a document. */
    public enum View {
        PLAIN,
        TABLE,
        PARTIAL
    }

    /** One clause of an Accept header. */
    public record Clause(String mediaType, double quality, Map<String, String> parameters) {}

    /**
     * Chooses among the clauses of the header; an absent or empty header means JSON.
     *
     * @throws dev.gantry.api.status.ApiException 406 when nothing that is asked for can be had
     */
    public static Accepts negotiate(@Nullable String header, boolean pretty) {
        if (header == null || header.isBlank()) {
            return new Accepts(Encoding.JSON, View.PLAIN, "", pretty);
        }
        for (Clause clause : clauses(header)) {
            Accepts accepted = accept(clause, pretty);
            if (accepted != null) {
                return accepted;
            }
        }
        throw ApiError.notAcceptable("only the following media types are accepted: " + OFFERED)
                .exception();
    }

    /**
     * As {@link #negotiate}, where there is no protobuf form.
     *
     * @throws dev.gantry.api.status.ApiException 406
     */
    public static Accepts negotiateWithoutProtobuf(@Nullable String header, boolean pretty) {
        for (Clause clause : clauses(header == null ? "" : header)) {
            Accepts accepted = accept(clause, pretty);
            if (accepted != null && accepted.encoding != Encoding.PROTOBUF) {
                return accepted;
            }
        }
        throw ApiError.notAcceptable(
                        "only the following media types are accepted: application/json,"
                                + " application/yaml")
                .exception();
    }

    /** The form of a failure: never a view, and JSON when the header cannot be satisfied. */
    public static Accepts forErrors(@Nullable String header) {
        try {
            Accepts wanted = negotiate(header, false);
            return new Accepts(wanted.encoding, View.PLAIN, "", false);
        } catch (dev.gantry.api.status.ApiException e) {
            return JSON;
        }
    }

    /** The clauses, best quality first, otherwise as they stand. */
    public static List<Clause> clauses(String header) {
        List<Clause> all = new ArrayList<>();
        for (String part : header.split(",")) {
            String[] pieces = part.split(";");
            Map<String, String> parameters = new LinkedHashMap<>();
            for (int i = 1; i < pieces.length; i++) {
                String[] pair = pieces[i].strip().split("=", 2);
                if (pair.length == 2) {
                    parameters.put(pair[0].strip(), pair[1].strip());
                }
            }
            String quality = parameters.remove("q");
            all.add(
                    new Clause(
                            pieces[0].strip().toLowerCase(Locale.ROOT),
                            quality(quality),
                            parameters));
        }
        all.sort(Comparator.comparingDouble(Clause::quality).reversed());
        return all;
    }

    private static double quality(@Nullable String text) {
        if (text == null) {
            return 1;
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static @Nullable Accepts accept(Clause clause, boolean pretty) {
        Encoding encoding = encoding(clause.mediaType());
        if (encoding == null) {
            return null;
        }
        String prettyParameter = clause.parameters().getOrDefault("pretty", pretty ? "1" : "0");
        boolean prettily = !prettyParameter.equals("0") && !prettyParameter.equals("false");
        String as = clause.parameters().getOrDefault("as", "");
        if (as.isEmpty()) {
            return new Accepts(encoding, View.PLAIN, "", prettily);
        }
        String group = clause.parameters().getOrDefault("g", "");
        String version = clause.parameters().getOrDefault("v", "");
        View view = view(as);
        boolean known = version.equals("v1") || version.equals("v1beta1");
        if (view == null || !group.equals("meta.k8s.io") || !known) {
            return null;
        }
        if (view == View.TABLE && encoding == Encoding.PROTOBUF) {
            return null;
        }
        return new Accepts(encoding, view, version, prettily);
    }

    private static @Nullable Encoding encoding(String mediaType) {
        return switch (mediaType) {
            case "*/*", "application/json" -> Encoding.JSON;
            case "application/yaml" -> Encoding.YAML;
            case "application/vnd.kubernetes.protobuf" -> Encoding.PROTOBUF;
            default -> null;
        };
    }

    private static @Nullable View view(String as) {
        return switch (as) {
            case "Table" -> View.TABLE;
            case "PartialObjectMetadata", "PartialObjectMetadataList" -> View.PARTIAL;
            default -> null;
        };
    }
}
