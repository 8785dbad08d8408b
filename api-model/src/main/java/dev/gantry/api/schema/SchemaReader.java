package dev.gantry.api.schema;

import dev.gantry.api.schema.Schema.Alternative;
import dev.gantry.api.schema.Schema.Any;
import dev.gantry.api.schema.Schema.Kind;
import dev.gantry.api.schema.Schema.ListOf;
import dev.gantry.api.schema.Schema.MapOf;
import dev.gantry.api.schema.Schema.Scalar;
import dev.gantry.api.schema.Schema.Struct;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds the schemas from the two fact tables. A row's shape reads like a Go type: {@code *int32},
 * {@code []struct core/v1.Container}, {@code map[string(core/v1.ResourceName)]struct
 * api/resource.Quantity}, {@code core/v1.ResourceList=map[...]...} for a named one.
 */
final class SchemaReader {

    /** Types whose JSON is not that of their Go fields. */
    private static final Map<String, Schema> SPECIAL =
            Map.of(
                    "api/resource.Quantity", new Scalar(Kind.QUANTITY),
                    "util/intstr.IntOrString", new Scalar(Kind.INT_OR_STRING),
                    "meta/v1.Time", new Scalar(Kind.TIME),
                    "meta/v1.MicroTime", new Scalar(Kind.MICRO_TIME),
                    "meta/v1.Duration", new Scalar(Kind.DURATION),
                    "runtime.RawExtension", new Any(true),
                    "meta/v1.FieldsV1", new Any(true),
                    "apiextensions.k8s.io/v1.JSON", new Any(true));

    private static final Map<String, Alternative.Form> ALTERNATIVES =
            Map.of(
                    "apiextensions.k8s.io/v1.JSONSchemaPropsOrBool", Alternative.Form.BOOL,
                    "apiextensions.k8s.io/v1.JSONSchemaPropsOrArray", Alternative.Form.ARRAY,
                    "apiextensions.k8s.io/v1.JSONSchemaPropsOrStringArray",
                            Alternative.Form.STRING_ARRAY);

    private final Map<String, List<FactTables.FieldRow>> rows = FactTables.fields();
    private final Map<String, Map<String, FactTables.MergeRow>> merges = FactTables.merges();
    private final Map<String, Struct> structs = new HashMap<>();

    Schemas read() {
        rows.keySet().stream().filter(name -> !SPECIAL.containsKey(name)).forEach(this::struct);
        return new Schemas(structs);
    }

    private Struct struct(String name) {
        Struct known = structs.get(name);
        if (known != null) {
            return known;
        }
        Map<String, Field> fields = new LinkedHashMap<>();
        List<Struct.Inline> inlines = new ArrayList<>();
        boolean atomic = merge(name, "(self)").mapType().equals("atomic");
        Struct made = new Struct(name, atomic, false, fields, inlines);
        structs.put(name, made);
        for (FactTables.FieldRow row : rows.getOrDefault(name, List.of())) {
            if (row.json().isEmpty()) {
                inline(name, row, fields, inlines);
            } else {
                fields.put(row.json(), field(name, row, fields.size()));
            }
        }
        return made;
    }

    /**
     * Merge facts stand with the outer type, which is the only one OpenAPI knows; a struct without
     * a number of its own (TypeMeta) never is on the wire.
     */
    private void inline(
            String outer,
            FactTables.FieldRow row,
            Map<String, Field> fields,
            List<Struct.Inline> inlines) {
        String type = row.shape().substring(row.shape().lastIndexOf(' ') + 1);
        for (FactTables.FieldRow inner : rows.getOrDefault(type, List.of())) {
            if (inner.json().isEmpty()) {
                inline(outer, inner, fields, new ArrayList<>());
            } else {
                FactTables.FieldRow told = row.number() > 0 ? inner : inner.offTheWire();
                fields.put(inner.json(), field(outer, told, fields.size()));
            }
        }
        if (row.number() > 0) {
            inlines.add(new Struct.Inline(row.number(), struct(type)));
        }
    }

    private Field field(String type, FactTables.FieldRow row, int index) {
        FactTables.MergeRow merge = merge(type, row.json());
        return new Field(
                row.json(),
                schema(row.shape(), merge),
                type.substring(type.lastIndexOf('.') + 1),
                GoTypes.name(row.shape()),
                row.pointer(),
                row.omitEmpty(),
                row.omitZero(),
                row.number(),
                index,
                merge.defaultValue(),
                merge.patchStrategy());
    }

    private FactTables.MergeRow merge(String type, String property) {
        FactTables.@Nullable MergeRow row = merges.getOrDefault(type, Map.of()).get(property);
        return row == null ? FactTables.MergeRow.NONE : row;
    }

    private Schema schema(String shape, FactTables.MergeRow merge) {
        if (shape.startsWith("*")) {
            return schema(shape.substring(1), merge);
        }
        if (shape.startsWith("[]")) {
            return list(shape.substring(2), merge, false);
        }
        if (shape.startsWith("map[")) {
            Schema value =
                    schema(shape.substring(shape.indexOf(']') + 1), FactTables.MergeRow.NONE);
            return new MapOf(value, merge.mapType().equals("atomic"));
        }
        if (shape.startsWith("struct ")) {
            return reference(shape.substring(7), merge);
        }
        int named = shape.indexOf('=');
        if (named > 0 && shape.charAt(named + 1) == '[') {
            boolean wrapped = !shape.contains("ValidationRules");
            return list(shape.substring(named + 3), merge, wrapped);
        }
        if (named > 0) {
            return schema(shape.substring(named + 1), merge);
        }
        return leaf(shape);
    }

    private ListOf list(String item, FactTables.MergeRow merge, boolean wrapped) {
        Schema.ListType type =
                switch (merge.listType()) {
                    case "map" -> Schema.ListType.MAP;
                    case "set" -> Schema.ListType.SET;
                    default -> Schema.ListType.ATOMIC;
                };
        return new ListOf(
                schema(item, FactTables.MergeRow.NONE),
                type,
                merge.listKeys(),
                merge.mergeKey(),
                merge.patchStrategy(),
                wrapped);
    }

    private Schema reference(String name, FactTables.MergeRow merge) {
        Schema special = SPECIAL.get(name);
        if (special != null) {
            return special;
        }
        Alternative.Form form = ALTERNATIVES.get(name);
        if (form != null) {
            return new Alternative(form, struct("apiextensions.k8s.io/v1.JSONSchemaProps"));
        }
        Struct struct = struct(name);
        return merge.mapType().equals("granular") ? struct.granular() : struct;
    }

    private static Schema leaf(String shape) {
        int typed = shape.indexOf('(');
        return switch (typed > 0 ? shape.substring(0, typed) : shape) {
            case "string" -> new Scalar(Kind.STRING);
            case "int32" -> new Scalar(Kind.INT32);
            case "int64" -> new Scalar(Kind.INT64);
            case "bool" -> new Scalar(Kind.BOOL);
            case "float64" -> new Scalar(Kind.DOUBLE);
            case "bytes" -> new Scalar(Kind.BYTES);
            case "interface runtime.Object", "interface ", "interface {}" -> new Any(true);
            default -> throw new IllegalStateException("unknown shape " + shape);
        };
    }
}
