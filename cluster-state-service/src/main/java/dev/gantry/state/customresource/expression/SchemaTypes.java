package dev.gantry.state.customresource.expression;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.gantry.state.customresource.schema.Structural;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The types of CEL that a schema stands for: an object with declared properties is a struct. */
final class SchemaTypes implements CelTypeProvider {

    private final Map<String, CelType> named = new LinkedHashMap<>();

    /** The type of a place; structs inside of it are known to this provider afterwards. */
    CelType of(Structural schema) {
        if (schema.intOrString()) {
            return SimpleType.DYN;
        }
        return switch (schema.type()) {
            case "string" -> text(schema.format());
            case "integer" -> SimpleType.INT;
            case "number" -> SimpleType.DOUBLE;
            case "boolean" -> SimpleType.BOOL;
            case "array" ->
                    ListType.create(schema.items() == null ? SimpleType.DYN : of(schema.items()));
            case "object" -> object(schema);
            default -> SimpleType.DYN;
        };
    }

    private static CelType text(String format) {
        return switch (format) {
            case "date", "date-time" -> SimpleType.TIMESTAMP;
            case "duration" -> SimpleType.DURATION;
            case "byte" -> SimpleType.BYTES;
            default -> SimpleType.STRING;
        };
    }

    private CelType object(Structural schema) {
        if (schema.additional() != null) {
            return MapType.create(SimpleType.STRING, of(schema.additional()));
        }
        Structural whole = schema.embedded() ? schema.whole() : schema;
        if (whole.properties().isEmpty()) {
            return SimpleType.DYN;
        }
        Map<String, CelType> fields = new LinkedHashMap<>();
        whole.properties()
                .forEach((name, property) -> fields.put(Identifiers.escaped(name), of(property)));
        String name = "schema.Object" + named.size();
        StructType struct =
                StructType.create(
                        name,
                        ImmutableSet.copyOf(fields.keySet()),
                        field -> Optional.ofNullable(fields.get(field)));
        named.put(name, struct);
        return struct;
    }

    @Override
    public ImmutableCollection<CelType> types() {
        return ImmutableList.copyOf(named.values());
    }

    @Override
    public Optional<CelType> findType(String typeName) {
        return Optional.ofNullable(named.get(typeName));
    }
}
