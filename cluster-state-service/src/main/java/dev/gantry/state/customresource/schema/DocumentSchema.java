package dev.gantry.state.customresource.schema;

import dev.gantry.api.schema.Field;
import dev.gantry.api.schema.Schema;
import dev.gantry.api.schema.Schemas;
import java.util.LinkedHashMap;
import java.util.Map;

/** Structural schemas as documents are pruned, merged and owned by them. Pure. */
public final class DocumentSchema {

    private static final Schema.Struct METADATA =
            Schemas.builtIn().ofType("meta/v1.ObjectMeta").orElseThrow();
    private static final Schema TEXT = new Schema.Scalar(Schema.Kind.STRING);

    private DocumentSchema() {}

    /**
     * The schema of whole objects.
     *
     * @param ownStatus whether status has a path of its own
     */
    public static Schema.Struct of(Structural root, boolean ownStatus) {
        return struct(
                ownStatus ? Schema.Struct.CUSTOM : Schema.Struct.CUSTOM_WITHOUT_STATUS, root, true);
    }

    private static Schema.Struct struct(String name, Structural from, boolean whole) {
        Map<String, Field> fields = new LinkedHashMap<>();
        if (whole) {
            put(fields, "apiVersion", TEXT, null);
            put(fields, "kind", TEXT, null);
            put(fields, "metadata", METADATA, null);
        }
        from.properties()
                .forEach(
                        (key, value) -> {
                            if (!fields.containsKey(key)) {
                                put(fields, key, schema(value), value);
                            }
                        });
        return Schema.Struct.of(name, from.atomicMap(), from.preservesUnknown(), fields);
    }

    private static void put(
            Map<String, Field> fields,
            String name,
            Schema schema,
            @org.jspecify.annotations.Nullable Structural from) {
        fields.put(
                name,
                Field.plain(
                        name, schema, fields.size(), from == null ? null : from.defaultValue()));
    }

    private static Schema schema(Structural from) {
        if (from.embedded()) {
            return struct("", from, true);
        }
        return switch (from.type()) {
            case "object" -> object(from);
            case "array" -> list(from);
            case "string" -> TEXT;
            case "integer" -> new Schema.Scalar(Schema.Kind.INT64);
            case "number" -> new Schema.Scalar(Schema.Kind.DOUBLE);
            case "boolean" -> new Schema.Scalar(Schema.Kind.BOOL);
            default ->
                    from.intOrString()
                            ? new Schema.Scalar(Schema.Kind.INT_OR_STRING)
                            : from.properties().isEmpty()
                                    ? new Schema.Any(from.atomicMap())
                                    : object(from);
        };
    }

    private static Schema object(Structural from) {
        if (from.additional() != null) {
            return new Schema.MapOf(schema(from.additional()), from.atomicMap());
        }
        boolean free = from.preservesUnknown() || from.allowsAdditional();
        return free && from.properties().isEmpty()
                ? new Schema.Any(from.atomicMap())
                : struct("", from, false);
    }

    private static Schema list(Structural from) {
        Schema item = from.items() == null ? new Schema.Any(false) : schema(from.items());
        return new Schema.ListOf(item, from.listType(), from.listKeys(), "", "", false);
    }
}
