package dev.gantry.api.schema;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One property of a struct.
 *
 * @param schema what its value looks like
 * @param owner simple name of the type that declares it: {@code PodSpec}; used in decode errors
 * @param typeName its type as decode errors spell it: {@code int32}, {@code []v1.Container}
 * @param pointer absent and zero are different; only absent is left out
 * @param omitEmpty left out when empty; otherwise always written, {@code null} for a nil list
 * @param omitZero left out when it is the zero struct
 * @param number protobuf field number, 0 when it has none
 * @param index position in the struct's declared order
 * @param defaultValue the schema's default, used for keys of keyed lists; null when it has none
 * @param patchStrategy of strategic merge, such as {@code merge,retainKeys}; empty for none
 */
public record Field(
        String name,
        Schema schema,
        String owner,
        String typeName,
        boolean pointer,
        boolean omitEmpty,
        boolean omitZero,
        int number,
        int index,
        @Nullable JsonNode defaultValue,
        String patchStrategy) {

    /** A field that is kept exactly when it is present, as custom resources have them. */
    public static Field plain(
            String name, Schema schema, int index, @Nullable JsonNode defaultValue) {
        return new Field(name, schema, "", "", true, true, false, 0, index, defaultValue, "");
    }
}
