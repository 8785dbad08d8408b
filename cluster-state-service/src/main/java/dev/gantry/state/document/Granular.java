package dev.gantry.state.document;

import dev.gantry.api.schema.Field;
import dev.gantry.api.schema.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How a value is owned: as one, field by field, or element by element. Free-form values are judged
 * by what they are: maps are granular, lists and leaves are not.
 */
final class Granular {

    private static final Schema.Any FREE = new Schema.Any(false);

    private Granular() {}

    static boolean isMap(Schema schema, @Nullable JsonNode value, @Nullable JsonNode other) {
        return switch (schema) {
            case Schema.Struct struct -> !struct.atomic();
            case Schema.MapOf map -> !map.atomic();
            case Schema.Any any ->
                    !any.atomic() && (isObject(value) || value == null && isObject(other));
            case Schema.ListOf list -> false;
            case Schema.Scalar scalar -> false;
            case Schema.Alternative alternative -> false;
        };
    }

    private static boolean isObject(@Nullable JsonNode value) {
        return value != null && value.isObject();
    }

    static Schema.@Nullable ListOf list(Schema schema) {
        return schema instanceof Schema.ListOf list && list.listType() != Schema.ListType.ATOMIC
                ? list
                : null;
    }

    /** What a map holds under a name; null when the schema does not know it. */
    static @Nullable Schema child(Schema map, String name) {
        return switch (map) {
            case Schema.Struct struct -> {
                Field field = struct.field(name);
                yield field != null ? field.schema() : struct.preservesUnknown() ? FREE : null;
            }
            case Schema.MapOf of -> of.value();
            case Schema.Any any -> any;
            case Schema.ListOf list -> null;
            case Schema.Scalar scalar -> null;
            case Schema.Alternative alternative -> null;
        };
    }

    /** Whether a name is a declared field and not a key of a map. */
    static boolean isDeclared(Schema map, String name) {
        return map instanceof Schema.Struct struct && struct.field(name) != null;
    }
}
