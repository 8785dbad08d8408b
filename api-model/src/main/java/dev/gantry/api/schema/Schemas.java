package dev.gantry.api.schema;

import dev.gantry.api.catalog.ResourceType;
import java.util.Map;
import java.util.Optional;

/** Every built-in type by name and by kind. Immutable, thread-safe. Cost: one hash lookup. */
public final class Schemas {

    private static final Schemas BUILT_IN = new SchemaReader().read();

    private final Map<String, Schema.Struct> byName;

    Schemas(Map<String, Schema.Struct> byName) {
        this.byName = Map.copyOf(byName);
    }

    public static Schemas builtIn() {
        return BUILT_IN;
    }

    /** The documents of a served type. */
    public Optional<Schema.Struct> ofKind(ResourceType type) {
        return ofKind(type.apiVersion(), type.kind());
    }

    /** By Go package and name: {@code core/v1.PodSpec}, {@code meta/v1.ObjectMeta}. */
    public Optional<Schema.Struct> ofType(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * By what a document says of itself. Kinds that every group version knows ({@code
     * DeleteOptions}, {@code Status}, {@code WatchEvent} ...) are found under any apiVersion, and
     * {@code XList} under that of {@code X}.
     */
    public Optional<Schema.Struct> ofKind(String apiVersion, String kind) {
        String key = (apiVersion.indexOf('/') < 0 ? "core/" + apiVersion : apiVersion) + "." + kind;
        Schema.Struct direct = byName.get(key);
        if (direct != null && !key.equals("core/v1.List")) {
            return Optional.of(direct);
        }
        return everywhere(kind);
    }

    private Optional<Schema.Struct> everywhere(String kind) {
        return switch (kind) {
            case "DeleteOptions",
                    "CreateOptions",
                    "UpdateOptions",
                    "PatchOptions",
                    "GetOptions",
                    "ListOptions",
                    "Status",
                    "WatchEvent",
                    "PartialObjectMetadata",
                    "PartialObjectMetadataList",
                    "Table",
                    "APIGroup",
                    "APIGroupList",
                    "APIResourceList",
                    "APIVersions" ->
                    ofType("meta/v1." + kind);
            default -> Optional.empty();
        };
    }
}
