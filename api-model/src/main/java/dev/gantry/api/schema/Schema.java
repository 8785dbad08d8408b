package dev.gantry.api.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a value of a document looks like. Immutable after building; schemas may be recursive. */
public sealed interface Schema {

    /** How the elements of a list relate when documents are merged and owned. */
    enum ListType {
        ATOMIC,
        SET,
        MAP
    }

    /** Leaves, by how they are read, made canonical and put on the protobuf wire. */
    enum Kind {
        STRING,
        INT32,
        INT64,
        BOOL,
        DOUBLE,
        BYTES,
        QUANTITY,
        INT_OR_STRING,
        TIME,
        MICRO_TIME,
        DURATION
    }

    /**
     * @param keys of a {@link ListType#MAP}, as server-side apply sees it
     * @param mergeKey of strategic merge, empty when the list is replaced
     * @param patchStrategy such as {@code merge,retainKeys}
     * @param wrapped on the protobuf wire its own message with the items in field 1
     */
    record ListOf(
            Schema item,
            ListType listType,
            List<String> keys,
            String mergeKey,
            String patchStrategy,
            boolean wrapped)
            implements Schema {

        /** A list that is one value. */
        public static ListOf atomic(Schema item) {
            return new ListOf(item, ListType.ATOMIC, List.of(), "", "", false);
        }
    }

    /**
     * @param atomic owned and applied as one value
     */
    record MapOf(Schema value, boolean atomic) implements Schema {}

    record Scalar(Kind kind) implements Schema {}

    /**
     * Any JSON: raw extensions, field sets, free-form parts of custom resources.
     *
     * @param atomic owned as one value; otherwise its maps are granular
     */
    record Any(boolean atomic) implements Schema {}

    /** A JSON schema, or a short form of it: the {@code JSONSchemaPropsOr...} types. */
    record Alternative(Form form, Struct struct) implements Schema {

        /** What may stand in the struct's place. */
        public enum Form {
            BOOL,
            ARRAY,
            STRING_ARRAY
        }
    }

    /** A struct of named fields. A class, because structs may contain themselves. */
    final class Struct implements Schema {

        /** A custom resource whose status has a path of its own. */
        public static final String CUSTOM = "CustomResource";

        /** A custom resource whose status is a field like any other. */
        public static final String CUSTOM_WITHOUT_STATUS = "CustomResourceWithoutStatus";

        /**
         * A struct whose fields stand in this one in JSON but in a message of its own on the wire.
         */
        public record Inline(int number, Struct struct) {}

        private final String name;
        private final boolean atomic;
        private final boolean preservesUnknown;
        private final Map<String, Field> fields;
        private final List<Inline> inlines;
        private @Nullable Map<Integer, Field> byNumber;

        Struct(
                String name,
                boolean atomic,
                boolean preservesUnknown,
                Map<String, Field> fields,
                List<Inline> inlines) {
            this.name = name;
            this.atomic = atomic;
            this.preservesUnknown = preservesUnknown;
            this.fields = fields;
            this.inlines = inlines;
        }

        /** A part of a custom resource, complete at once. */
        public static Struct of(
                String name, boolean atomic, boolean preservesUnknown, Map<String, Field> fields) {
            return new Struct(
                    name, atomic, preservesUnknown, new LinkedHashMap<>(fields), List.of());
        }

        /**
         * {@code core/v1.PodSpec}; empty for parts of custom resources, {@link #CUSTOM} or {@link
         * #CUSTOM_WITHOUT_STATUS} for a whole one.
         */
        public String name() {
            return name;
        }

        /**
         * Whether it describes custom resources: their unknown fields are pruned, but what their
         * values must be is told by validation and never by decoding.
         */
        public boolean custom() {
            return name.isEmpty() || name.startsWith(CUSTOM);
        }

        /** {@code PodSpec}. */
        public String simpleName() {
            return name.substring(name.lastIndexOf('.') + 1);
        }

        /** Owned and applied as one value. */
        public boolean atomic() {
            return atomic;
        }

        /** Fields that are not declared are kept and free-form. */
        public boolean preservesUnknown() {
            return preservesUnknown;
        }

        /**
         * By JSON name, in declared order; fields of inlined structs stand where they are inlined.
         */
        public Map<String, Field> fields() {
            return Collections.unmodifiableMap(fields);
        }

        public @Nullable Field field(String jsonName) {
            return fields.get(jsonName);
        }

        /** Inlined structs that are messages of their own on the protobuf wire. */
        public List<Inline> inlines() {
            return Collections.unmodifiableList(inlines);
        }

        /** Whether the field is written in this struct's own message, not in an inlined one's. */
        public boolean ownsOnWire(Field field) {
            return field.number() > 0
                    && inlines.stream().noneMatch(i -> i.struct().fields.containsKey(field.name()));
        }

        /** The field with a protobuf number, or null. */
        public @Nullable Field numbered(int number) {
            Map<Integer, Field> index = byNumber;
            if (index == null) {
                index = new LinkedHashMap<>();
                for (Field field : fields.values()) {
                    if (ownsOnWire(field)) {
                        index.put(field.number(), field);
                    }
                }
                byNumber = index;
            }
            return index.get(number);
        }

        /** The same fields, merged field by field. */
        Struct granular() {
            return new Struct(name, false, preservesUnknown, fields, inlines);
        }

        @Override
        public String toString() {
            return "Struct " + name;
        }
    }
}
